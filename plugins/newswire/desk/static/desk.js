// What makes the pages handier where scripts run. Without it everything works: pages are links and forms.
"use strict";

const framed = window.parent !== window; // by Airflow, which is of the same origin: the policy lets nobody else

// Airflow has a switch of its own between light and dark. This runs before the page is drawn, so that nothing flashes.
if (framed) {
  const outside = window.parent.document.documentElement;
  const follow = () => {
    document.documentElement.style.colorScheme = outside.classList.contains("dark") ? "dark" : "light";
  };
  follow();
  new MutationObserver(follow).observe(outside, { attributes: true, attributeFilter: ["class"] });
}

document.addEventListener("DOMContentLoaded", () => {
  // A filter that is chosen from a list is sent at once; typed ones wait for Enter.
  for (const select of document.querySelectorAll("form.filters select")) {
    select.addEventListener("change", () => select.form.requestSubmit());
  }

  // Empty fields stay out of the address, so that it can be read and shared.
  for (const form of document.querySelectorAll("form")) {
    form.addEventListener("formdata", (event) => {
      for (const [name, value] of [...event.formData]) {
        if (value === "") event.formData.delete(name);
      }
    });
  }

  // Airflow's frame is a sandbox without new windows, and publishers' pages refuse to be framed: the window around the
  // frame opens them.
  if (!framed) return;
  for (const link of document.querySelectorAll("a.outside")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      window.parent.open(link.href, "_blank", "noopener,noreferrer");
    });
  }
});

// "/" goes to the search field, as in most readers.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, select, textarea");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  document.getElementById("search-all").focus();
});
