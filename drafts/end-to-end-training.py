import matplotlib;matplotlib.use('Agg');import time
# %%
#| label: setup
# pip install matplotlib numpy scikit-learn scipy torch
import copy
import re
import sys
import warnings
from functools import partial
from importlib.metadata import version
from pydoc_data.topics import topics

import matplotlib.pyplot as plt
import numpy as np
import torch
import torch.nn.functional as F
from IPython.display import JSON, display
from scipy.stats import t
from sklearn.datasets import load_digits, make_moons
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.manifold import Isomap
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC
from torch import nn

torch.set_num_threads(1)
SEEDS = range(8)  # change or lengthen this line
print("Python", sys.version.split()[0])
for name in ("numpy", "scipy", "scikit-learn", "torch"):
    print(name, version(name).split("+")[0])

# %%
#| label: style
#| code-fold: true
#| code-summary: "How the figures look: colours, sizes and three helpers"
INK, SOFT, RULE = "#1b1f24", "#6a737d", "#d9dde2"
LEARNT, RIVAL, BASELINE = "#0b6e75", "#b8500a", "#6a737d"
VIOLET, BLUE, ROSE = "#6f4aa5", "#2b67ad", "#a8326b"
plt.rcParams.update({
    "axes.edgecolor": INK, "axes.grid": True, "axes.grid.axis": "y",
    "axes.labelcolor": INK, "axes.labelsize": 10, "axes.spines.right": False,
    "axes.spines.top": False, "figure.figsize": (3.6, 2.9), "font.size": 10,
    "grid.color": RULE, "image.cmap": "gray_r", "image.interpolation": "none",
    "lines.linewidth": 2, "lines.markersize": 5, "text.color": INK,
    "xtick.color": INK, "xtick.labelsize": 10, "ytick.color": INK,
    "ytick.labelsize": 10,
})


def claim(ax, title, unit=""):
    """The claim of a panel as its title, at the left, its unit under it."""
    lines = 1 + title.count("\n")
    for row, text in enumerate([*title.split("\n"), unit]):
        ax.annotate(text, (0, 1), (0, 6 + 13 * (lines - row)),
                    xycoords="axes fraction", textcoords="offset points",
                    fontsize=10, fontweight="bold" if row < lines else None)


def name_lines(ax, ends, gap=11):
    """Names at the ends of lines, {name: (x, y, colour)}, apart by `gap`."""
    last = -1e9
    for name, (x, y, colour) in sorted(ends.items(), key=lambda e: e[1][1]):
        at = ax.transData.transform((x, y))[1] * 72 / ax.figure.dpi
        last = max(at, last + gap)
        ax.annotate(name, (x, y), (7, last - at), color=colour, va="center",
                    textcoords="offset points", annotation_clip=False)


def strip(ax, pictures, columns, gap=1):
    """Small pictures in one panel, with paper between them."""
    side = pictures[0].shape[0]
    rows = -(-len(pictures) // columns)
    sheet = np.full((rows * (side + gap) - gap,
                     columns * (side + gap) - gap), np.nan)
    for index, picture in enumerate(pictures):
        top = index // columns * (side + gap)
        left = index % columns * (side + gap)
        sheet[top:top + side, left:left + side] = picture
    ax.imshow(sheet, vmin=0, vmax=np.nanmax(sheet))
    ax.set_axis_off()


# %%
#| label: blame
def run(w1, w2):
    """Two weights in a row: the hidden number, the output, the loss."""
    hidden = max(0.0, w1 * x)  # the activation function: ReLU
    output = w2 * hidden
    return hidden, output, (output - target) ** 2


x, target, rate = 2.0, 2.0, 0.01
w1, w2 = 0.5, 3.0
hidden, output, loss_before = run(w1, w2)  # 1. forward and 2. loss
blame_output = 2 * (output - target)  # 3. backward: the slope of a square
blame_w2 = blame_output * hidden
blame_hidden = blame_output * w2
blame_w1 = blame_hidden * x  # the slope of ReLU is 1 here
new_w1 = w1 - rate * blame_w1  # 4. the step
new_w2 = w2 - rate * blame_w2
new_hidden, new_output, loss_after = run(new_w1, new_w2)
loss_pushed = run(w1 + 0.001, w2)[2]
print(f"forward:  hidden {hidden}, output {output}, loss {loss_before}")
print(f"backward: output {blame_output}, second weight {blame_w2},")
print(f"          hidden {blame_hidden}, first weight {blame_w1}")
print(f"step:     weights {new_w1:.2f} and {new_w2:.2f}, ", end="")
print(f"output {new_output:.4f}, loss {loss_after:.4f}")
print(f"check:    first weight up by 0.001, loss {loss_pushed:.4f}")

# %%
#| label: blame-curves
#| code-fold: true
#| code-summary: "Show the code of this figure"
#| fig-cap: "x"
#| fig-alt: "x"
turn = np.linspace(-0.2, 0.2, 41)
near = np.array([-0.07, 0.07])
fig, axes = plt.subplots(1, 2, figsize=(7.2, 2.9), layout="constrained")
curves = {
    "first": ([run(w1 + change, w2)[2] for change in turn], blame_w1),
    "second": ([run(w1, w2 + change)[2] for change in turn], blame_w2),
}
for ax, (name, (curve, slope)) in zip(axes, curves.items()):
    ax.plot(turn, curve, color=LEARNT)
    ax.plot(near, loss_before + slope * near, color=RIVAL, ls="--")
    ax.plot(0, loss_before, "o", color=INK)
    ax.text(-0.01, loss_before + 0.15, "now", ha="right")
    ax.set(ylim=(-0.3, 3.3), xlabel=f"change of the {name} weight")
    shape = "steep" if slope == max(blame_w1, blame_w2) else "nearly flat"
    claim(ax, f"The loss is {shape}\nalong the {name} weight", "loss")
plt.savefig(f'./lab/fig{plt.gcf().number}.png',dpi=80)
rows = [{"weight": name, "slope": v[1]} for name, v in curves.items()]
display(JSON(rows))

# %%
#| label: backpropagation
def new_weights(sizes, rng):
    """Weights (a, b) and biases (b,) of each layer, in one list."""
    parts = []
    for a, b in zip(sizes, sizes[1:]):
        parts += [rng.normal(size=(a, b)) / a**0.5, np.zeros(b)]
    return parts


def forward(parts, x):
    """What each layer hands on: the input first, the scores last."""
    outputs = [x]
    for i in range(0, len(parts), 2):
        sums = outputs[-1] @ parts[i] + parts[i + 1]
        is_last = i == len(parts) - 2
        outputs.append(sums if is_last else np.tanh(sums))
    return outputs


def softmax(scores):
    """Scores become probabilities: positive, with a sum of 1."""
    grown = np.exp(scores - scores.max(1, keepdims=True))
    return grown / grown.sum(1, keepdims=True)


def loss(scores, y):
    """Mean of minus the log of the probability of the right answer."""
    return -np.log(softmax(scores)[np.arange(len(y)), y]).mean()


# %%
#| label: backward
def backward(parts, outputs, y, bug=False):
    """The gradient of the loss for each entry of `parts`."""
    blame = softmax(outputs[-1])  # at the scores: the probability,
    blame[np.arange(len(y)), y] -= 1  # minus 1 for the right answer
    blame /= len(y)
    gradients = []
    for i in range(len(parts) - 2, -1, -2):  # from the last layer down
        below = outputs[i // 2]
        gradients = [below.T @ blame, blame.sum(0)] + gradients
        slope = 1 if bug else 1 - below**2  # the slope of tanh
        blame = blame @ parts[i].T * slope  # for the layer below
    return gradients


def descend(sizes, x, y, steps, rate, rng, batch=None, keep=()):
    """Gradient descent; gives the weights, and copies at steps `keep`."""
    parts, kept = new_weights(sizes, rng), {}
    for step in range(1, steps + 1):
        some = slice(None)  # all examples, or a batch of them
        if batch:
            some = rng.integers(len(x), size=batch)
        outputs = forward(parts, x[some])
        for part, slope in zip(parts, backward(parts, outputs, y[some])):
            part -= rate * slope  # the optimiser's step
        if step in keep:
            kept[step] = copy.deepcopy(parts)
    return parts, kept


# %%
#| label: two-checks
#| fold: "The code of the two checks"
def by_pushing(parts, x, y, h=1e-6):
    """Each gradient, from pushing its weight a little up and down."""
    found = [np.zeros_like(part) for part in parts]
    for part, slot in zip(parts, found):
        for i in np.ndindex(part.shape):
            kept = part[i]
            part[i] = kept + h
            up = loss(forward(parts, x)[-1], y)
            part[i] = kept - h
            slot[i] = (up - loss(forward(parts, x)[-1], y)) / (2 * h)
            part[i] = kept
    return found


def by_library(parts, x, y):
    """The gradients that PyTorch's autograd computes."""
    parts = [torch.tensor(part, requires_grad=True) for part in parts]
    given = torch.tensor(x)
    for i in range(0, len(parts), 2):
        given = given @ parts[i] + parts[i + 1]
        given = given.tanh() if i < len(parts) - 2 else given
    F.cross_entropy(given, torch.tensor(y)).backward()
    return [part.grad.numpy() for part in parts]


def error(ours, theirs):
    """The largest difference as a share of the largest gradient."""
    return max(abs(a - b).max() / abs(b).max() for a, b in zip(ours, theirs))


def summary(values, form=".1f"):
    """Mean and standard deviation over the seeds, as text."""
    return f"{np.mean(values):{form}} ± {np.std(values, ddof=1):{form}}"


# %%
#| label: gradient-check
#| code-fold: true
#| code-summary: "Show the code of this figure"
#| fig-cap: "x"
#| fig-alt: "x"
checks = {"against the library": [], "against pushing": [], "with a bug": []}
for seed in SEEDS:
    x, y = make_moons(400, noise=0.2, random_state=seed)
    parts = new_weights([2, 32, 32, 2], np.random.default_rng(seed))
    outputs, pushed = forward(parts, x), by_pushing(parts, x, y)
    ours = backward(parts, outputs, y)
    wrong = backward(parts, outputs, y, bug=True)
    checks["against the library"].append(error(ours, by_library(parts, x, y)))
    checks["against pushing"].append(error(ours, pushed))
    checks["with a bug"].append(error(wrong, pushed))
fig, ax = plt.subplots(layout="constrained")
looks = [(LEARNT, "o"), (BLUE, "s"), (RIVAL, "^")]
for row, (name, values) in enumerate(checks.items()):
    colour, mark = looks[row]
    ax.semilogx(values, [row] * len(values), mark, color=colour, alpha=0.6)
    side = "right" if row == 2 else "center"
    ax.text(np.max(values), row + 0.2, name, color=colour, ha=side)
ax.set(ylim=(-0.5, 2.6), xlim=(1e-18, 30), yticks=[])
words = ["1 in 10¹⁵", "1 in 10¹⁰", "1 in 10⁵", "1"]
ax.set_xticks([1e-15, 1e-10, 1e-5, 1], words)
ax.grid(axis="x")
title = "Only the planted bug\nleaves an error that counts"
claim(ax, title, "largest relative error")
plt.savefig(f'./lab/fig{plt.gcf().number}.png',dpi=80)
rows = [{"check": k, "error": summary(v, ".1e")} for k, v in checks.items()]
display(JSON(rows))

# %%
#| label: letters
#| fold: "The code that prepares the letters, and the rival that counts"
ALPHABET = " abcdefghijklmnopqrstuvwxyz"
PARAGRAPHS = set()  # each once, so that none is on two sides
for topic in topics.values():
    for part in topic.split("\n\n"):
        words = " ".join(re.findall("[a-z]+", part.lower()))
        if len(words) > 200:
            PARAGRAPHS.add(words)


def letters(seed):
    """Three letters (n, 81) and the next (n,): training, check, test."""
    order = np.random.default_rng(seed).permutation(sorted(PARAGRAPHS))
    code = np.array([ALPHABET.index(letter) for letter in " ".join(order)])
    three_sets = []
    for start, end in ((3, 40_000), (40_003, 48_000), (48_003, 56_000)):
        at = np.arange(start, end)
        three = [np.eye(27)[code[at - back]] for back in (1, 2, 3)]
        three_sets.append((np.concatenate(three, 1), code[at]))
    return three_sets


def count(train, new, most=3):
    """The most frequent letter after the same (up to three) letters, %."""
    before, later = (x.reshape(-1, 3, 27).argmax(2) for x in (train[0], new[0]))
    seen, hits = {}, 0
    for row, y in zip(before, train[1]):
        for n in range(most + 1):
            seen.setdefault(tuple(row[:n]), np.zeros(27))[y] += 1
    for row, y in zip(later, new[1]):
        known = [n for n in range(most + 1) if tuple(row[:n]) in seen]
        hits += seen[tuple(row[: known[-1]])].argmax() == y
    return 100 * hits / len(new[1])


# %%
#| label: by-hand
#| fold: "The code of the three tasks, and how the learning rates were chosen"
TUNING = (1000, 1001)  # seeds that are not among SEEDS
digits = load_digits()  # 1,797 digits, written by 13 people
SIZES = {"moons": [2, 32, 32, 2], "digits": [64, 64, 32, 10]}
SIZES["letters"] = [81, 64, 27]
STEPS = {"moons": 2000, "digits": 3000, "letters": 10_000}


def accuracy(parts, x, y):
    return 100 * (forward(parts, x)[-1].argmax(1) == y).mean()


def sets(task, seed):
    """Inputs and answers of a task for training, checking and testing."""
    if task == "moons":
        sizes = ((400, seed), (1000, seed + 5000), (2000, seed + 9000))
        return [make_moons(n, noise=0.2, random_state=s) for n, s in sizes]
    if task == "letters":
        return letters(seed)
    order = np.random.default_rng(seed).permutation(len(digits.target))
    three = np.split(order, [1024, 1280])
    return [(digits.data[i] / 16, digits.target[i]) for i in three]


def learn_by_hand(task, seed, rate, keep=()):
    rng, train = np.random.default_rng(seed), sets(task, seed)[0]
    batch = None if task == "moons" else 64
    return descend(SIZES[task], *train, STEPS[task], rate, rng, batch, keep)


# %%
#| label: tries-by-hand
#| fold: "How the learning rates and the rivals were chosen"
def tried(name, choices, score):
    """Print the mean score on validation data; give the best choice."""
    found = {c: np.mean([score(c, seed) for seed in TUNING]) for c in choices}
    print(name, {c: round(float(value), 1) for c, value in found.items()})
    return max(found, key=found.get)


def rated(task):
    def score(rate, seed):
        parts = learn_by_hand(task, seed, rate)[0]
        return accuracy(parts, *sets(task, seed)[1])

    return tried(f"{task}, learning rate:", (0.05, 0.5, 5.0), score)


def fitted(task, make):
    def score(choice, seed):
        train, check, _ = sets(task, seed)
        return 100 * make(choice).fit(*train).score(*check)

    return score


RATES = {task: rated(task) for task in SIZES}
line = fitted("moons", lambda c: LogisticRegression(C=c))
LINE = tried("moons, straight line, C:", (0.1, 1, 10), line)
near = fitted("moons", KNeighborsClassifier)
NEAR = tried("moons, neighbours:", (5, 15, 45), near)
BORDER = fitted("digits", lambda c: SVC(C=c))
BORDER = tried("digits, support vectors, C:", (1, 10, 100), BORDER)
counted = lambda most, seed: count(*letters(seed)[:2], most)
MOST = tried("letters, counted letters:", (1, 2, 3), counted)

# %%
#| label: boundary
#| code-fold: true
#| code-summary: "Show the code of this figure"
#| fig-cap: "x"
#| fig-alt: "x"
RATE = 0.5
KEEP = (1, 30, 300, 2000)
bend = {"straight line": [], "nearest neighbours": [], "network": []}
maps = {}
for seed in SEEDS:
    train, _, new = sets("moons", seed)
    parts, maps[seed] = learn_by_hand("moons", seed, RATE, KEEP)
    line = LogisticRegression(C=LINE).fit(*train)
    near = KNeighborsClassifier(NEAR).fit(*train)
    bend["straight line"].append(100 * line.score(*new))
    bend["nearest neighbours"].append(100 * near.score(*new))
    bend["network"].append(accuracy(parts, *new))
edges = (-1.8, 2.8, -1.4, 1.9)
side = np.linspace(*edges[:2], 60), np.linspace(*edges[2:], 60)
places = np.stack(np.meshgrid(*side), 2).reshape(-1, 2)
x, y = sets("moons", SEEDS[0])[0]
fig, axes = plt.subplots(2, 2, figsize=(7.2, 5.8), layout="constrained")
for ax, step in zip(axes.flat, KEEP):
    scores = forward(maps[SEEDS[0]][step], places)[-1]
    upper = softmax(scores)[:, 0].reshape(60, 60)
    ax.imshow(upper, extent=edges, vmax=2.4, aspect="auto", origin="lower")
    for moon, colour, mark in ((0, LEARNT, "o"), (1, RIVAL, "^")):
        ax.plot(*x[y == moon][:40].T, mark, color=colour, ms=4)
    ax.set(xticks=[], yticks=[])
    claim(ax, f"After {step:,} step{'s' * (step > 1)}")
plt.savefig(f'./lab/fig{plt.gcf().number}.png',dpi=80)
rows = [{"model": k, "right, %": summary(v)} for k, v in bend.items()]
display(JSON(rows))

# %%
#| label: same-lines
#| code-fold: true
#| code-summary: "Show the code of this figure"
#| fig-cap: "x"
#| fig-alt: "x"
RIVALS = {"moons": "neighbours", "digits": "support vectors"}
RIVALS["letters"] = "counting"
same = {"moons": [[50.0] * len(SEEDS), *list(bend.values())[1:]]}
for task in ("digits", "letters"):
    rows = []
    for seed in SEEDS:
        train, _, new = sets(task, seed)
        usual = 100 * (new[1] == np.bincount(train[1]).argmax()).mean()
        if task == "digits":
            rival = 100 * SVC(C=BORDER).fit(*train).score(*new)
        else:
            rival = count(train, new, MOST)
        parts, _ = learn_by_hand(task, seed, RATES[task])
        rows.append((usual, rival, accuracy(parts, *new)))
    same[task] = list(zip(*rows))
fig, axes = plt.subplots(1, 3, figsize=(10.8, 2.9), layout="constrained")
kinds = ["two half moons", "handwritten digits", "the next letter"]
for ax, (task, columns), kind in zip(axes, same.items(), kinds):
    names = ["always the most frequent", RIVALS[task], "the same lines"]
    for row, (name, values) in enumerate(zip(names, columns)):
        colour = (BASELINE, RIVAL, LEARNT)[row]
        ax.plot(values, [row] * len(values), "s^o"[row], color=colour)
        ax.text(np.mean(values), row + 0.2, name, color=colour, ha="center")
    ax.set(xlim=(0, 105), ylim=(-0.5, 2.7), yticks=[])
    ax.grid(axis="x")
    claim(ax, f"One code: {kind}", "right on new examples, %")
plt.savefig(f'./lab/fig{plt.gcf().number}.png',dpi=80)
names = ("task", "most frequent, %", "rival, %", "the same lines, %")
rows = [(task, *map(summary, three)) for task, three in same.items()]
display(JSON([dict(zip(names, row)) for row in rows]))

# %%
#| label: sample-pairs
#| code-fold: true
#| code-summary: "Show the code of the pairs and of this figure"
#| fig-cap: "x"
#| fig-alt: "x"
RULE = torch.add
images = torch.tensor(digits.data / 16, dtype=torch.float32)
labels = torch.tensor(digits.target)


def split(seed):
    """Numbers of digits, (n,) single or (n, 2) in pairs; sides apart."""
    rng = np.random.default_rng(seed)
    order = torch.tensor(rng.permutation(len(labels)))
    train, check, test = order[:1024], order[1024:1280], order[1280:]
    many = train[torch.tensor(rng.integers(1024, size=(2048, 2)))]
    tested = test[torch.tensor(rng.integers(len(test), size=(2000, 2)))]
    checked = torch.stack([check, check.roll(1)], 1)
    sides = {"digits": train, "check": check, "test": test, "many": many}
    pairs = {"few": train.reshape(512, 2), "checked": checked}
    return {**sides, **pairs, "tested": tested}


def told(i):
    """Pictures `i` with what is told: a digit each, or a sum a pair."""
    if i.dim() == 1:
        return images[i], labels[i]
    return images[i], RULE(labels[i[:, 0]], labels[i[:, 1]])


pairs, sums = told(split(SEEDS[0])["few"][:8])
tiles = []
for pair in pairs:
    tiles += [*pair.reshape(2, 8, 8).numpy(), np.full((8, 8), np.nan)]
fig, ax = plt.subplots(layout="constrained")
strip(ax, tiles, 6)
for i, answer in enumerate(sums):
    ax.text(27 * (i % 2) + 18, 9 * (i // 2) + 4.5, f"{answer}", va="center")
claim(ax, "Two digits, and their sum:\nno digit is ever named")
plt.savefig(f'./lab/fig{plt.gcf().number}.png',dpi=80)
display(JSON([{"pair": i + 1, "sum": int(s)} for i, s in enumerate(sums)]))

# %%
#| label: sums
def reader(outputs=10):
    """64 grey values, 128 neurons with ReLU, a score for each digit."""
    first, last = nn.Linear(64, 128), nn.Linear(128, outputs)
    return nn.Sequential(first, nn.ReLU(), last)


ten = torch.arange(10)
ANSWERS = int(RULE(ten, ten).max()) + 1  # sums from 0 to 18
WAYS = F.one_hot(RULE(ten[:, None], ten).flatten(), ANSWERS).float()


def sum_chances(net, pair):
    """Probabilities of the sums (n, 19) for pairs of pictures."""
    chances = net(pair).softmax(-1)  # (n, 2, 10)
    both = chances[:, 0, :, None] * chances[:, 1, None, :]
    return both.flatten(1) @ WAYS  # add up all ways to each sum


def fit(net, answer, train, check, rate, batch):
    """Train until validation is flat, keep the best, give the curve."""
    (x, y), curve, best = train, [], 0
    optimiser = torch.optim.Adam(net.parameters(), rate, fused=True)
    while len(curve) < min(best + 10, 80):  # 10 checks are 500 steps
        for some in torch.randint(len(x), (50, batch)):
            optimiser.zero_grad()
            chances = answer(x[some]) + 1e-12
            F.nll_loss(chances.log(), y[some]).backward()  # gradients
            optimiser.step()  # the step
        curve.append(right(answer, *check))
        if curve[-1] > max(curve[:-1], default=-1):
            best, kept = len(curve), copy.deepcopy(net.state_dict())
    net.load_state_dict(kept)
    return curve

# %%
#| label: arms
#| fold: "The code of the rivals"
def digit_chances(net, picture):
    return net(picture).softmax(-1)


def right(answer, x, y):
    """Share of right answers, in %."""
    with torch.no_grad():
        return 100 * (answer(x).argmax(1) == y).float().mean().item()


def black_box(inputs=128):
    """Numbers of both pictures in, a score for each sum out."""
    first, second = nn.Linear(inputs, 256), nn.Linear(256, 128)
    last = nn.Linear(128, ANSWERS)
    return nn.Sequential(nn.Flatten(), first, nn.ReLU(), second, nn.ReLU(), last)


class Added(nn.Module):
    """One reader for both pictures; 32 features of each, added up."""

    def __init__(self):
        super().__init__()
        self.read, self.decide = reader(32), black_box(32)

    def forward(self, pair):
        return self.decide(self.read(pair).sum(1).relu())


MAKERS = {"features added": Added, "black box": black_box}


def learn(arm, d, n, rate, net=None):
    """Train one arm on `n` sums, or for "staged" on `n` digit labels."""
    net = net or MAKERS.get(arm, reader)()
    chances = sum_chances if arm == "end to end" else digit_chances
    i, check, batch = d["few"][:n], d["checked"], 32
    if n > 512:
        i = d["many"]
    if arm == "staged":
        i, check, batch = d["digits"][:n], d["check"], 64
    if arm == "black box":
        i = torch.cat([i, i.flip(1)])  # each pair also the other way round
    answer = partial(chances, net)
    return net, fit(net, answer, told(i), told(check), rate, batch)

# %%
#| label: tries
#| fold: "How the learning rates of the arms were chosen"
SIZE = {"end to end": (64, 512), "staged": (64, 1024)}
SIZE.update({"features added": (512,), "black box": (512,)})
ARM_RATES = {}
for arm, sizes in SIZE.items():
    for n in sizes:

        def score(rate, seed):
            torch.manual_seed(seed)
            return max(learn(arm, split(seed), n, rate)[1])

        name = f"{arm}, {n} labels, learning rate:"
        few = "few" if n <= 128 else "many"
        ARM_RATES[arm, few] = tried(name, (0.003, 0.01, 0.03), score)


def minus(a, b):
    """Differences of two arms, seed by seed."""
    return (np.array(a) - np.array(b)).tolist()


def interval(values):
    """95 % t interval of a mean over the seeds."""
    error = np.std(values, ddof=1) / len(values) ** 0.5
    half = t.ppf(0.975, len(values) - 1) * error
    return [float(np.mean(values) - half), float(np.mean(values) + half)]


def difference(a, b):
    """Mean of the paired differences with its interval, as text."""
    low, high = interval(minus(a, b))
    return f"{np.mean(minus(a, b)):+.1f} ({low:+.1f} to {high:+.1f})"

# %%
#| label: comparison
#| fold: "The run: every arm, every number of labels, every seed"
LABELS = (32, 64, 128, 256, 512, 1024)
table, curves = {}, {}


def note(arm, n, value):
    table.setdefault((arm, n), []).append(value)


def trained(arm, d, n, chances=digit_chances, net=None):
    rate = ARM_RATES[arm, "few" if n <= 128 else "many"]
    name = arm if net is None else "head start"
    net, curve = learn(arm, d, n, rate, net)
    curves.setdefault((name, n), curve)  # that of the first seed
    note(name, n, right(partial(chances, net), *told(d["tested"])))
    return net


def vectors(d, n):
    """A support vector machine reads both digits; then they are added."""
    x, y = told(d["digits"][:n])
    pair, answer = told(d["tested"])
    read = SVC(C=BORDER).fit(x, y).predict
    one, two = (torch.tensor(read(pair[:, k])) for k in (0, 1))
    return 100 * (RULE(one, two) == answer).float().mean().item()


for seed in SEEDS:
    torch.manual_seed(seed)
    d = split(seed)
    for n in LABELS[::-1]:
        note("support vectors", n, vectors(d, n))
        net = trained("staged", d, n, sum_chances)
    trained("end to end", d, n, sum_chances, net)  # a head start of 32
    for n in LABELS[:-1]:
        net = trained("end to end", d, n, sum_chances)
    read = right(partial(digit_chances, net), *told(d["test"]))
    note("single digits", n, read)
    for arm, n in (("features added", 512), ("black box", 512)):
        trained(arm, d, n)
    trained("black box", d, 2048)
    usual = told(d["few"])[1].mode().values
    hits = told(d["tested"])[1] == usual
    note("most frequent", 512, 100 * hits.float().mean().item())

# %%
#| label: staged-or-end-to-end
#| code-fold: true
#| code-summary: "Show the code of this figure"
#| fig-cap: "x"
#| fig-alt: "x"
LOOKS = {"end to end": (LEARNT, "o"), "staged": (RIVAL, "s")}
LOOKS["support vectors"] = (VIOLET, "^")
fig, axes = plt.subplots(1, 2, figsize=(7.2, 2.9), layout="constrained")
for ax, per in zip(axes, (1, 2)):
    ends = {}
    ax.set(xscale="log", ylim=(0, 103))
    for arm, (colour, mark) in LOOKS.items():
        sizes = [n for n in LABELS if (arm, n) in table]
        seen = [n * per if arm == "end to end" else n for n in sizes]
        means = [np.mean(table[arm, n]) for n in sizes]
        spread = [np.std(table[arm, n], ddof=1) for n in sizes]
        ax.errorbar(seen, means, spread, color=colour, marker=mark, capsize=3)
        ends[arm] = (seen[-1], means[-1], colour)
    ax.set_xticks(LABELS, [f"{n:,}" for n in LABELS])
    ax.minorticks_off()
    name_lines(ax, ends)
axes[0].set_xlabel("labels told: digits, or sums")
axes[1].set_xlabel("pictures seen")
claim(axes[0], "By labels: sums start behind\nand catch up", "sums right, %")
claim(axes[1], "By pictures: a label for each\nleads for longer", "sums right, %")
plt.savefig(f'./lab/fig{plt.gcf().number}.png',dpi=80)
rows = []
for n in LABELS:
    row = {"labels": n}
    for arm in LOOKS:
        row[arm] = summary(table[arm, n]) if (arm, n) in table else "–"
    rows.append(row)
display(JSON(rows))

# %%
#| label: structure
#| code-fold: true
#| code-summary: "Show the code of this figure"
#| fig-cap: "x"
#| fig-alt: "x"
KINDS = {
    "black box, 512 sums": (("black box", 512), ROSE, "D"),
    "one reader for both, 512 sums": (("features added", 512), BLUE, "v"),
    "black box, 2,048 sums": (("black box", 2048), ROSE, "D"),
    "told to add, 512 sums": (("end to end", 512), LEARNT, "o"),
}
fig, ax = plt.subplots(layout="constrained")
for row, (name, (key, colour, mark)) in enumerate(KINDS.items()):
    values = table[key]
    ax.plot(values, [row] * len(values), mark, color=colour, alpha=0.7)
    ax.text(min(values), row + 0.2, name, color=colour, ha="left")
ax.axvline(np.mean(table["most frequent", 512]), color=BASELINE, ls="--")
ax.set(xlim=(0, 110), ylim=(-0.5, 3.8), yticks=[])
ax.grid(axis="x")
claim(ax, "The more is wired in,\nthe fewer sums it takes", "sums right, %")
plt.savefig(f'./lab/fig{plt.gcf().number}.png',dpi=80)
rows = [{"network": k, "right, %": summary(table[KINDS[k][0]])} for k in KINDS]
display(JSON(rows))

# %%
#| label: narrow-run
#| fold: "The code of the narrow places, and how their arms were chosen"
WIDTHS = (2, 4, 16)


def squeezed(width):
    """64 grey values to `width` numbers, and on to ten scores."""
    sizes, layers = (64, 64, width, 64), []
    for a, b in zip(sizes, sizes[1:]):
        layers += [nn.Linear(a, b), nn.Tanh()]
    return nn.Sequential(*layers, nn.Linear(64, 10))


def end_to_end(rate, seed, width, side="check"):
    torch.manual_seed(seed)
    net, d = squeezed(width), split(seed)
    answer = partial(digit_chances, net)
    train, check = told(d["digits"]), told(d["check"])
    curves["narrow", width] = fit(net, answer, train, check, rate, 64)
    return right(answer, *told(d[side]))


def in_stages(choice, seed, width, side="check"):
    """A first stage that is told nothing; then neighbours vote."""
    near, voters = choice
    d, first = split(seed), PCA(width)
    if near:
        first = Isomap(n_neighbors=near, n_components=width)
    (x, y), (new, answer) = told(d["digits"]), told(d[side])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its graph may be in pieces
        x, new = first.fit(x).transform(x), first.transform(new)
    vote = KNeighborsClassifier(voters).fit(x, y)
    return 100 * vote.score(new, answer)

# %%
#| label: narrow
#| code-fold: true
#| code-summary: "Show the code of this figure"
#| fig-cap: "x"
#| fig-alt: "x"
ARMS = {
    "end to end": (end_to_end, (0.003, 0.01, 0.03)),
    "Isomap": (in_stages, [(a, b) for a in (5, 10, 20) for b in (1, 15)]),
    "PCA": (in_stages, [(0, b) for b in (1, 5, 15)]),
}
narrow = {}
for width in WIDTHS:
    for name, (run_arm, choices) in ARMS.items():
        score = partial(run_arm, width=width)
        best = tried(f"{name}, {width} numbers:", choices, score)
        found = [score(best, seed, side="test") for seed in SEEDS]
        narrow[name, width] = found
for k,v in narrow.items(): print(k, summary(v), np.round(v,1))
print('e2e-iso', [difference(narrow["end to end",w],narrow["Isomap",w]) for w in WIDTHS])
print('e2e-pca', [difference(narrow["end to end",w],narrow["PCA",w]) for w in WIDTHS])

for k,v in table.items(): print(k, summary(v), np.round(v,1))
for n in LABELS[:-1]: print(n,'labels e2e-staged',difference(table['end to end',n],table['staged',n]),'svm',difference(table['end to end',n],table['support vectors',n]))
for n in LABELS[:-1]: print(2*n,'pictures e2e-staged',difference(table['end to end',n],table['staged',2*n]),'svm',difference(table['end to end',n],table['support vectors',2*n]))
print('CPU',time.process_time())
