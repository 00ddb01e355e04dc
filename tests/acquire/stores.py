"""An object store in memory, behind fsspec: a test sees what is asked of it, and fills it up."""

from typing import Any, ClassVar

import fsspec
from fsspec.spec import AbstractBufferedFile, AbstractFileSystem


class Bucket(AbstractFileSystem):
    """An object store as such stores are: objects appear when they are whole, can't grow, and are read by range."""

    protocol = "bucket"
    objects: ClassVar[dict[str, bytes]] = {}
    fetched: ClassVar[list[int]] = []
    is_full: ClassVar[bool] = False

    def info(self, path: str, **_options: Any) -> dict[str, Any]:
        if path not in self.objects:
            raise FileNotFoundError(2, "No such object", path)
        return {"name": path, "size": len(self.objects[path]), "type": "file"}

    def ls(self, path: str, detail: bool = True, **_options: Any) -> list[Any]:
        found = [self.info(name) for name in self.objects if name.startswith(f"{path}/")]
        return found if detail else [entry["name"] for entry in found]

    def exists(self, path: str, **_options: Any) -> bool:
        return any(name.startswith(path) for name in self.objects)

    def rm_file(self, path: str) -> None:
        del self.objects[path]

    def _open(self, path: str, mode: str = "rb", block_size: Any = None, **_options: Any) -> "BucketFile":
        assert mode in {"rb", "wb"}, "an object store can't append"
        return BucketFile(self, path, mode=mode, block_size=block_size or "default")


class BucketFile(AbstractBufferedFile):
    """An object that is read by range, or written at once."""

    def _fetch_range(self, start: int, end: int) -> bytes:
        Bucket.fetched.append(end - start)
        return Bucket.objects[self.path][start:end]

    def _upload_chunk(self, final: bool = False) -> bool:
        if Bucket.is_full:
            raise OSError("the bucket is full")
        if final:
            Bucket.objects[self.path] = self.buffer.getvalue()
        return final


def open_bucket() -> str:
    """Return the address of an empty store."""
    fsspec.register_implementation("bucket", Bucket, clobber=True)
    Bucket.objects.clear()
    Bucket.fetched.clear()
    Bucket.is_full = False
    return "bucket://wire/raw"
