"""Train the tagger: ``python -m newswire.enrich.training.train --attributions FOLDER --silver FILE... --out FILE``."""

import argparse
import json
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from newswire.enrich.labels import NAME_TAGS
from newswire.enrich.pieces import FIRST_PIECE, LAST_PIECE
from newswire.enrich.spans import Span
from newswire.enrich.training.corpus import HELD_OUT, Article, Attribution, read_articles
from newswire.enrich.training.degrade import degrade
from newswire.enrich.training.examples import UNLABELLED, Example, Lesson, cut_examples, make_lesson
from newswire.enrich.training.network import Encoder, PairHead
from newswire.enrich.training.resume import load_weights
from newswire.enrich.training.strangers import Forms, read_forms, with_strangers

BATCH = 8
OTHER_SHARE = 2  # of 8 windows, how many are of texts whose attributions nobody marked
BATCHES = 8  # drawn together and sorted by length, so that little of a batch is padding
ENCODER_RATE, HEAD_RATE = 1.5e-4, 1e-3
LATER_SHARE = 0.6  # of these rates, where training goes on from earlier weights
HEADLINE_SHARE = 0.2
LOWER, CAPITALISED, CAPITALS = 1, 2, 3  # of the shapes in ``pieces.Words``
MASKED_SHARE = 0.06  # of the pieces, unseen: over many readings of the same texts none may be learned by heart
MASK = 103  # [MASK] in BERT's uncased vocabulary
PAIR_WEIGHT_WORDS = 40.0
ANCHOR_WEIGHT = 4.0
STRANGERS, OTHER_STRANGERS = 0.1, 0.25  # of a text's names, replaced by invented ones
DEGRADED_SHARE, OTHER_DEGRADED_SHARE = 0.5, 0.7
Row = dict[str, Any]
Names = Sequence[tuple[int, int, str]] | None
Batch = tuple[Tensor, Tensor, Tensor, Tensor, Tensor]


def main() -> None:
    """Train and write the weights; prints the loss as it goes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--attributions", type=Path, required=True, help="folder with text/ and attributions/")
    parser.add_argument("--silver", type=Path, nargs="*", default=[], help="names, as silver.py writes them")
    parser.add_argument("--pseudo", type=Path, nargs="*", default=[], help="attributions, as pseudo.py writes them")
    parser.add_argument("--base", type=Path, required=True, help="folder of MiniLM: model.safetensors, tokenizer.json")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--weights", type=Path, help="go on from an earlier training's file, or a folder of graphs")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    chance = random.Random(options.seed)  # noqa: S311 - an order of texts, no secret
    tokenizer = Tokenizer.from_file(str(options.base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    silver = {row["name"]: row for path in options.silver for row in map(json.loads, path.open(encoding="utf-8"))}
    articles = list(read_articles(options.attributions))
    marked = {article.name for article in articles}
    read = {row["name"]: row for path in options.pseudo for row in map(json.loads, path.open(encoding="utf-8"))}
    others = [{**silver.get(name, {}), **read.get(name, {})} for name in sorted({*silver, *read} - marked)]
    encoder = Encoder(tokenizer.get_vocab_size(), len(NAME_TAGS))
    encoder.load_minilm(options.base / "model.safetensors")
    pair_head = PairHead()
    if options.weights:
        load_weights(options.weights, encoder, pair_head)
    forms = read_forms(silver.values())
    spoken = _stream(lambda: _article_lessons(articles[HELD_OUT:], silver, forms, tokenizer, chance), chance)
    other = _stream(lambda: _other_lessons(others, forms, tokenizer, chance), chance)
    train(
        encoder,
        pair_head,
        spoken,
        other if others else spoken,
        minutes=options.minutes,
        out=options.out,
        chance=chance,
        share=LATER_SHARE if options.weights else 1.0,
    )


def _article_lessons(
    articles: Sequence[Article], silver: Mapping[str, Row], forms: Forms, tokenizer: Tokenizer, chance: random.Random
) -> Iterator[Lesson]:
    for article in chance.sample(articles, len(articles)):
        is_degraded = chance.random() < DEGRADED_SHARE
        lesson = _lesson(article, silver.get(article.name, {}).get("names"), tokenizer, is_degraded=is_degraded)
        if chance.random() < 0.15:  # lowercased, with its marks kept
            lesson = replace(lesson, words=replace(lesson.words, shapes=[0] * len(lesson.words.shapes)))
        yield _with_headline(with_strangers(lesson, forms, STRANGERS, tokenizer, chance), chance)


def _other_lessons(rows: Sequence[Row], forms: Forms, tokenizer: Tokenizer, chance: random.Random) -> Iterator[Lesson]:
    """Yield texts with names, and with attributions where degraded: read in print, to be seen without marks."""
    for row in chance.sample(rows, len(rows)):
        is_degraded = chance.random() < OTHER_DEGRADED_SHARE
        given = row.get("attributions") if is_degraded else None
        attributions = tuple(Attribution(*map(_spans, parts)) for parts in given or ())
        article = Article(row["name"], row["text"], attributions, _spans(row.get("unsure", ())))
        lesson = _lesson(article, row.get("names"), tokenizer, is_degraded=is_degraded)
        lesson = with_strangers(lesson, forms, OTHER_STRANGERS, tokenizer, chance)
        yield _with_headline(lesson if given else replace(lesson, unsure=None), chance)


def _spans(given: Sequence[Sequence[int]]) -> tuple[Span, ...]:
    return tuple((start, end) for start, end in given)


def _lesson(article: Article, names: Names, tokenizer: Tokenizer, *, is_degraded: bool) -> Lesson:
    if is_degraded:
        copy = degrade(article.text)
        names = names and [(*at, label) for start, end, label in names if (at := copy.move(start, end))]
        article = article.degraded()
    return make_lesson(article.text, article.attributions, names, tokenizer, unsure=article.unsure)


def _with_headline(lesson: Lesson, chance: random.Random) -> Lesson:
    """Return the lesson, at times with the first words in capitals, or each capitalised, as headlines are."""
    shapes = list(lesson.words.shapes)
    if chance.random() < HEADLINE_SHARE and any(shapes):
        form = chance.choice((CAPITALISED, CAPITALS))
        end = next((at for at, broken in enumerate(lesson.words.breaks) if broken and at > 2), 12)
        end = min(end, chance.randint(6, 40))
        shapes[:end] = [form if shape in (LOWER, CAPITALISED) else shape for shape in shapes[:end]]
    return replace(lesson, words=replace(lesson.words, shapes=shapes))


def _stream(lessons: Callable[[], Iterator[Lesson]], chance: random.Random) -> Iterator[Example]:
    """Yield examples without end, mixed over some tens of texts."""
    pool: list[Example] = []
    while True:
        for lesson in lessons():
            pool += cut_examples(lesson, chance)
            while len(pool) > 200:
                yield pool.pop(chance.randrange(len(pool)))


def train(
    encoder: Encoder,
    pair_head: PairHead,
    spoken: Iterator[Example],
    other: Iterator[Example],
    *,
    minutes: float,
    out: Path,
    chance: random.Random,
    share: float = 1.0,
) -> None:
    """Train for so many minutes; the learning rate follows the clock, so that it always ends at nought."""
    groups: list[dict[str, Any]] = [
        {"params": [p for n, p in encoder.named_parameters() if not _is_head(n)], "lr": ENCODER_RATE},
        {"params": [p for n, p in encoder.named_parameters() if _is_head(n)], "lr": HEAD_RATE},
        {"params": list(pair_head.parameters()), "lr": HEAD_RATE},
    ]
    peaks = [group["lr"] for group in groups]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    batches = _batches(spoken, other, chance)
    started, step, sums = time.monotonic(), 0, np.zeros(3)
    saved = started
    while (done := (time.monotonic() - started) / 60 / minutes) < 1:
        factor = min(1.0, done / 0.05 + 0.02) * (1 - done)
        for group, peak in zip(optimiser.param_groups, peaks, strict=True):
            group["lr"] = peak * factor * share
        losses = _losses(encoder, pair_head, next(batches))
        optimiser.zero_grad(set_to_none=True)
        sum(losses).backward()
        nn.utils.clip_grad_norm_([*encoder.parameters(), *pair_head.parameters()], 1.0)
        optimiser.step()
        sums += [float(loss.detach()) for loss in losses]
        step += 1
        if step % 25 == 0:
            print(
                f"{done:.3f} step {step} anchor {sums[0] / 25:.4f} pair {sums[1] / 25:.4f} names {sums[2] / 25:.4f}",
                flush=True,
            )
            sums[:] = 0
        if time.monotonic() - saved > 300:
            saved = time.monotonic()
            save(encoder, pair_head, out)
    save(encoder, pair_head, out)


def _batches(spoken: Iterator[Example], other: Iterator[Example], chance: random.Random) -> Iterator[Sequence[Example]]:
    while True:
        drawn = [next(spoken) for _ in range((BATCH - OTHER_SHARE) * BATCHES)]
        drawn += [next(other) for _ in range(OTHER_SHARE * BATCHES)]
        drawn.sort(key=lambda example: len(example.window.piece_ids))
        cut = [drawn[at : at + BATCH] for at in range(0, len(drawn), BATCH)]
        chance.shuffle(cut)
        yield from cut


def save(encoder: Encoder, pair_head: PairHead, out: Path) -> None:
    """Write the weights, so that a kill while writing leaves the earlier ones."""
    partial = out.with_suffix(".partial")
    torch.save({"encoder": encoder.state_dict(), "pair_head": pair_head.state_dict()}, partial)
    partial.rename(out)


def _is_head(name: str) -> bool:
    return name.startswith(("anchor.", "names.", "shapes.", "breaks."))


def _losses(encoder: Encoder, pair_head: PairHead, examples: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor]:
    piece_ids, shapes, breaks, heads, mask = _batch(examples)
    # 16 bits are twice as fast on processors that have them, and a hundred times slower on those that don't.
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=torch.ops.mkldnn._is_mkldnn_bf16_supported()):
        words, anchor_logits, name_logits = encoder(piece_ids, shapes, breaks, heads, mask)
        pair, count = torch.zeros(()), 0
        for row, example in enumerate(examples):
            if example.pairs:
                size = len(example.anchors)
                anchors = torch.tensor([anchor for anchor, _ in example.pairs])
                labels = torch.from_numpy(np.stack([labels for _, labels in example.pairs]))
                logits = pair_head(words[row, :size], anchors).float()
                pair = pair + cross_entropy(logits.reshape(-1, logits.shape[-1]), labels.reshape(-1), reduction="sum")
                count += len(example.pairs)
    width = anchor_logits.shape[1]
    anchor_targets = torch.full((len(examples), width), UNLABELLED)
    name_targets = torch.full((len(examples), width), UNLABELLED)
    for row, example in enumerate(examples):
        anchor_targets[row, : len(example.anchors)] = torch.from_numpy(example.anchors)
        name_targets[row, : len(example.names)] = torch.from_numpy(example.names)
    asked = anchor_targets != UNLABELLED
    anchor = nn.functional.binary_cross_entropy_with_logits(
        anchor_logits[asked].float(), anchor_targets[asked].float(), reduction="sum"
    ) / max(1, int(asked.sum()))  # a batch may be of texts that only have names
    name = cross_entropy(
        name_logits.float().reshape(-1, name_logits.shape[-1]), name_targets.reshape(-1), ignore_index=UNLABELLED
    )
    return anchor * ANCHOR_WEIGHT, pair / max(1, count) / PAIR_WEIGHT_WORDS, name


def _batch(examples: Sequence[Example]) -> Batch:
    pieces = max(len(example.window.piece_ids) for example in examples)
    words = max(len(example.anchors) for example in examples)
    piece_ids, shapes, breaks = (torch.zeros((len(examples), pieces), dtype=torch.long) for _ in range(3))
    heads = torch.zeros((len(examples), words), dtype=torch.long)
    mask = torch.zeros((len(examples), pieces), dtype=torch.bool)
    for row, example in enumerate(examples):
        window = example.window
        for target, values in ((piece_ids, window.piece_ids), (shapes, window.shapes), (breaks, window.breaks)):
            target[row, : len(values)] = torch.from_numpy(values)
        heads[row, : len(window.heads)] = torch.from_numpy(window.heads)
        mask[row, : len(window.piece_ids)] = True
    assert bool((piece_ids[:, 0] == FIRST_PIECE).all()), "each window begins with [CLS]"
    piece_ids[(torch.rand(piece_ids.shape) < MASKED_SHARE) & (piece_ids > LAST_PIECE)] = MASK
    return piece_ids, shapes, breaks, heads, mask


if __name__ == "__main__":
    main()
