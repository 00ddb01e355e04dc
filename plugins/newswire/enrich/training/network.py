"""The tagger: MiniLM's encoder, and heads for the words that announce speech, for what belongs to each, and for names.

Each attribution hangs on one word of its cue, the anchor. For every anchor, every word of the window is labelled as
content, source, cue or nothing (a biaffine-like score as in Dozat and Manning 2017, smoothed along the text by
convolutions), so that attributions may lie within each other and a statement may have several pieces.
"""

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn.functional import gelu

from newswire.enrich.labels import PAIR_LABELS
from newswire.enrich.pieces import BREAK_COUNT, SHAPE_COUNT

HIDDEN, LAYERS, HEADS, INNER = 384, 6, 12, 1536
PAIR = 128
DISTANCES = 32
STRIDES = (4, 16)  # of the wide convolutions: with the two before them, a word's label sees 44 words to each side
UNSEEN = -1e4


class Attention(nn.Module):
    """Attention of several heads, spelled out: on a CPU, PyTorch's fused one takes twice as long to train."""

    def forward(self, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None) -> Tensor:
        """Return what each piece attends to, all [windows, pieces, HIDDEN]."""
        shape = (query.shape[0], query.shape[1], HEADS, HIDDEN // HEADS)
        q, k, v = (part.view(shape).transpose(1, 2) for part in (query, key, value))
        scores = torch.matmul(q * q.shape[-1] ** -0.5, k.transpose(-1, -2))
        if mask is not None:
            scores = scores.masked_fill(~mask, UNSEEN)
        attended = torch.matmul(torch.softmax(scores, dim=-1).to(v.dtype), v)
        return attended.transpose(1, 2).reshape(query.shape)


class Layer(nn.Module):
    """One layer of BERT (Devlin et al. 2019)."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(HIDDEN, HIDDEN) for _ in range(4))
        self.wide, self.narrow = nn.Linear(HIDDEN, INNER), nn.Linear(INNER, HIDDEN)
        self.norm_1, self.norm_2 = (nn.LayerNorm(HIDDEN, eps=1e-12) for _ in range(2))
        self.attention: nn.Module = Attention()
        self.dropout = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """Return the next layer's input; ``x`` is [windows, pieces, HIDDEN], ``mask`` true where there is a piece."""
        attended = self.attention(self.query(x), self.key(x), self.value(x), mask)
        x = self.norm_1(x + self.dropout(self.out(attended)))
        return self.norm_2(x + self.dropout(self.narrow(gelu(self.wide(x)))))


class Encoder(nn.Module):
    """Pieces to words: [windows, pieces] in, [windows, words, HIDDEN] out, with the scores that need one word alone."""

    def __init__(self, piece_count: int, name_count: int) -> None:
        super().__init__()
        self.pieces = nn.Embedding(piece_count, HIDDEN)
        self.places = nn.Embedding(512, HIDDEN)
        self.shapes = nn.Embedding(SHAPE_COUNT, HIDDEN)
        self.breaks = nn.Embedding(BREAK_COUNT, HIDDEN)
        nn.init.zeros_(self.shapes.weight)
        nn.init.zeros_(self.breaks.weight)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.anchor = nn.Linear(HIDDEN, 1)
        self.names = nn.Linear(HIDDEN, name_count)

    def forward(
        self, piece_ids: Tensor, shapes: Tensor, breaks: Tensor, heads: Tensor, mask: Tensor | None = None
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return words, anchor logits [windows, words] and name logits [windows, words, names]."""
        places = torch.arange(piece_ids.shape[1], device=piece_ids.device)
        x = self.pieces(piece_ids) + self.places(places) + self.shapes(shapes) + self.breaks(breaks)
        x = self.dropout(self.norm(x))
        seen = mask[:, None, None, :] if mask is not None else None
        for layer in self.layers:
            x = layer(x, seen)
        words = torch.gather(x, 1, heads[:, :, None].expand(-1, -1, HIDDEN))
        return words, self.anchor(words).squeeze(-1), self.names(words)

    def load_minilm(self, path: Path) -> None:
        """Begin with the weights of a file of MiniLM in Hugging Face's names."""
        given = load_file(path)

        def copy(module: nn.Module, name: str) -> None:
            for part in ("weight", "bias"):
                if hasattr(module, part):
                    getattr(module, part).data.copy_(given[f"{name}.{part}"])

        with torch.no_grad():
            copy(self.pieces, "embeddings.word_embeddings")
            self.pieces.weight.add_(given["embeddings.token_type_embeddings.weight"][0])
            copy(self.places, "embeddings.position_embeddings")
            copy(self.norm, "embeddings.LayerNorm")
            for number, layer in enumerate(self.layers):
                at = f"encoder.layer.{number}"
                copy(layer.query, f"{at}.attention.self.query")
                copy(layer.key, f"{at}.attention.self.key")
                copy(layer.value, f"{at}.attention.self.value")
                copy(layer.out, f"{at}.attention.output.dense")
                copy(layer.norm_1, f"{at}.attention.output.LayerNorm")
                copy(layer.wide, f"{at}.intermediate.dense")
                copy(layer.narrow, f"{at}.output.dense")
                copy(layer.norm_2, f"{at}.output.LayerNorm")


class Wide(nn.Module):
    """A convolution over every ``stride``-th word, channel by channel and then across (Howard et al. 2017).

    It begins as nothing added, so that weights trained without it can go on with it.
    """

    def __init__(self, stride: int) -> None:
        super().__init__()
        self.along = nn.Conv1d(PAIR, PAIR, 5, padding=2 * stride, dilation=stride, groups=PAIR)
        self.across = nn.Conv1d(PAIR, PAIR, 1)
        nn.init.zeros_(self.across.weight)
        nn.init.zeros_(self.across.bias)

    def forward(self, x: Tensor) -> Tensor:
        """Return what is added to ``x`` [anchors, PAIR, words]."""
        return self.across(torch.relu(self.along(x)))


class PairHead(nn.Module):
    """Anchors and words to labels: for each anchor what every word of its window is to it."""

    def __init__(self) -> None:
        super().__init__()
        self.from_anchor, self.from_word = nn.Linear(HIDDEN, PAIR), nn.Linear(HIDDEN, PAIR)
        self.anchor_gate, self.word_gate = nn.Linear(HIDDEN, PAIR), nn.Linear(HIDDEN, PAIR)
        self.distance = nn.Embedding(2 * DISTANCES + 1, PAIR)
        self.smooth_1, self.smooth_2 = (nn.Conv1d(PAIR, PAIR, 5, padding=2) for _ in range(2))
        self.wide = nn.ModuleList(Wide(stride) for stride in STRIDES)
        self.label = nn.Linear(PAIR, len(PAIR_LABELS))
        self.dropout = nn.Dropout(0.1)

    def forward(self, words: Tensor, anchors: Tensor) -> Tensor:
        """Return logits [anchors, words, PAIR_LABELS] for one window's ``words`` [words, HIDDEN]."""
        there = words[anchors]
        steps = torch.arange(words.shape[0], device=words.device)[None, :] - anchors[:, None]
        x = self.from_anchor(there)[:, None] + self.from_word(words)[None] + self.distance(bucket(steps))
        x = torch.relu(x) + self.anchor_gate(there)[:, None] * self.word_gate(words)[None]
        x = self.dropout(x).transpose(1, 2)
        x = x + torch.relu(self.smooth_1(x))
        x = x + torch.relu(self.smooth_2(x))
        for wide in self.wide:
            x = x + wide(x)
        return self.label(x.transpose(1, 2))


def bucket(steps: Tensor) -> Tensor:
    """Return the class of a distance in words: each of the 8 nearest for itself, further ones by their logarithm."""
    far = steps.abs().clamp(min=1).float()
    near = steps.abs().clamp(max=8)
    wide = 8 + (torch.log2(far / 8).clamp(min=0) * 4).long()
    return torch.where(steps.abs() <= 8, near, wide.clamp(max=DISTANCES)) * torch.sign(steps) + DISTANCES
