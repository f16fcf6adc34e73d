# ---
# title: "Lab: layered architecture"
# description: What each layer of a trained network knows, what depth buys at equal size, and two illnesses of very deep networks with their cures.
# minutes: 35
# question: What do layers on top of layers add?
# card: staircase
# headline: probe-pooled
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#       jupytext_version: 1.19.6
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Lab: layered architecture
#
# A *layer* takes a list of numbers, makes weighted sums of them, and passes each sum through an *activation function*.
# The weights are what training adjusts. A *deep* network is a stack of such layers. In this lab you look into the stack: you
# measure what each layer makes easy to read, what depth buys when the number of weights stays the same, and how depth
# can go wrong.
#
# The lesson page is [layered architecture](../lesson/layered-architecture.md).
#
# ## What we ask
#
# 1. How much can a stack of small layers express?
# 2. Does each layer of a trained network make the answer easier to read than the one before?
# 3. At an equal number of weights, does a deep network learn better than a wide one?
# 4. Why are very deep networks hard to train, and what helps?
#
# ## Make a guess
#
# ??? question "A network of 2 layers reads tidy digits well. You stack 40 layers of the same kind. What happens?"
#     Say a number between 10 % (chance) and 100 %, and why. The last experiment has two answers. One depends on how large the
#     random weights are at the start, the other on a path around each layer.

# %%
#| label: setup
# pip install matplotlib numpy scikit-learn scipy torch
import sys
from importlib.metadata import version

import matplotlib.pyplot as plt
import numpy as np
import torch
import torch.nn.functional as F
from IPython.display import JSON, display
from scipy.stats import t as student
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsRegressor
from torch import nn

torch.set_num_threads(1)
SEEDS = range(5)  # change or lengthen this line
TUNING = [max(SEEDS) + 1, max(SEEDS) + 2]  # others, to choose with


def pm(values, digits=1):
    """Mean ± standard deviation over the seeds, as text."""
    return f"{np.mean(values):.{digits}f} ± {np.std(values, ddof=1):.{digits}f}"


print("Python", sys.version.split()[0])
for name in ("numpy", "scikit-learn", "scipy", "torch"):
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

# %% [markdown]
# ## Folding a line
#
# The activation function of our networks is the *ReLU*: it passes positive numbers and turns negative ones into zero. Two
# ReLUs make a tent: the line from 0 to 1 goes up and comes down again. A second layer folds the tent once more. Nothing is
# trained here; we only count straight pieces. One layer of `m` ReLUs side by side cannot make more than `m + 1` pieces,
# whatever its weights.

# %%
#| label: folding
def relu(z):
    return np.maximum(z, 0)


def fold(x, layers):
    """The same tent of two ReLUs, applied `layers` times."""
    for _ in range(layers):
        x = 2 * relu(x) - 4 * relu(x - 0.5)
    return x


# Such fractions are exact in binary, so the count is exact as well.
line = np.arange(2**14 + 1) / 2**14
depths = np.arange(1, 11)
pieces = [1 + np.count_nonzero(np.diff(fold(line, k), 2)) for k in depths]

# %%
#| label: fold-the-line
#| code-fold: true
#| code-summary: "Show the code of this figure"
#| fig-cap: "Layers that fold. Left, the same tent applied one, three and six times. Right, look at how the number of straight pieces grows when the ReLUs stand one layer behind the other and not side by side."
#| fig-alt: "Left, three zigzag lines one above the other: a tent with 2 pieces, a zigzag with 8 and one with 64. Right, on a log axis, pieces against number of ReLUs: the line of the stacked ReLUs doubles with each layer and leaves the bound for one row of ReLUs far below."
fig, (left, right) = plt.subplots(
    1, 2, figsize=(7.2, 2.9), layout="constrained"
)
for row, k in enumerate((1, 3, 6)):
    corners = np.arange(2**k + 1) / 2**k
    left.plot(corners, 1.5 * row + fold(corners, k), color=LEARNT, lw=1.5)
    name = f"{k} layer{'s' * (k > 1)}"
    left.annotate(name, (1.04, 1.5 * row + 0.4), va="center")
claim(left, "Each layer folds the line\nonce more", "output (set apart)")
left.set(xlabel="input", xticks=[0, 0.5, 1], yticks=[], xlim=(0, 1.4))
right.semilogy(2 * depths, pieces, "o-", color=LEARNT)
right.semilogy(2 * depths, 2 * depths + 1, "s--", color=BASELINE)
claim(right, "Stacked ReLUs make many\nmore pieces", "straight pieces")
right.set(xlabel="number of ReLUs", xticks=[2, 8, 14, 20])
right.set(ylim=(1, 3000))
right.yaxis.set_major_formatter("{x:,.0f}")
right.annotate("stacked", (12.5, 160), color=LEARNT, ha="right")
right.annotate("in one row, at most", (20, 5), color=BASELINE, ha="right")
plt.show()
table = []
for k, count in zip(depths.tolist(), pieces):
    row = {"ReLUs": 2 * k, "stacked": int(count)}
    table.append({**row, "side by side, at most": 2 * k + 1})
display(JSON(table))

# %% [markdown]
# ## What each layer knows
#
# Now a trained network. The task: one whole handwritten digit stands somewhere on a canvas of 24 by 24 pixels, with pieces of
# other digits around it. Which digit is it? Chance is 10 %.
#
# The digits come with scikit-learn. We split them before canvases are made: 60 % to train on, 20 % to choose settings with
# (*validation*), 20 % to test. So no digit is on two sides. The same 13 people wrote all of them, though, and they
# stand on all sides; handwriting of somebody new would be read worse.

# %%
#| label: canvases
digits = load_digits()
# Pieces of other digits on each canvas.
CLUTTER = 3


def split(x, seed):
    """60 % to train on, 20 % to choose with, 20 % to test."""
    x, y = x.astype("float32") / 16, digits.target
    a, rest, ya, y_rest = train_test_split(
        x, y, test_size=0.4, stratify=y, random_state=seed
    )
    b, c, yb, yc = train_test_split(
        rest, y_rest, test_size=0.5, stratify=y_rest, random_state=seed
    )
    return (a, ya), (b, yb), (c, yc)


def canvases(source, y, n, rng):
    """n canvases with one whole digit each, and their answers."""
    made = np.zeros((n, 24, 24), "float32")
    chosen = rng.integers(len(source), size=n)
    for picture, i in zip(made, chosen):
        for _ in range(CLUTTER):
            a, b = rng.integers(5, size=2)  # where the piece is cut
            piece = source[rng.integers(len(source))][a : a + 4, b : b + 4]
            paste(picture, piece, rng)
        paste(picture, source[i], rng)
    return torch.from_numpy(made[:, None]), torch.from_numpy(y[chosen])


def paste(picture, piece, rng):
    """Put a piece at a random place; where ink meets ink, dark wins."""
    r, c = rng.integers(25 - len(piece), size=2)
    area = picture[r : r + len(piece), c : c + len(piece)]
    np.maximum(area, piece, out=area)

# %%
#| label: sample-canvases
#| code-fold: true
#| code-summary: "Show the code of this figure"
#| fig-cap: "Twelve canvases that the network has to read. Find the whole digit in each; the folded table has the answers."
#| fig-alt: "Twelve small grey pictures in three rows. On each, one complete handwritten digit stands at a random place among fragments of other digits."
source = split(digits.images, SEEDS[0])[0]
shown, answers = canvases(*source, 12, np.random.default_rng(SEEDS[0]))
fig, ax = plt.subplots(figsize=(3.6, 2.9), layout="constrained")
strip(ax, [picture[0].numpy() for picture in shown], 4)
claim(ax, "Which digit is whole?")
plt.show()
table = []
for i, row in enumerate(answers.reshape(3, 4).tolist()):
    whole = ", ".join(str(answer) for answer in row)
    table.append({"row": i + 1, "whole digits, from the left": whole})
display(JSON(table))

# %% [markdown]
# ### The network
#
# Three layers slide small *filters* of 3 by 3 weights over what they get. Each is followed by *pooling*: of each 2 by 2
# patch only the largest response is kept, which halves the width and height. *Normalisation* scales the responses to a
# standard size, and the ReLU follows. At the end the largest response of each filter on the whole picture is kept, and a last
# layer turns these 48 numbers into ten scores, one for each digit.

# %%
#| label: network
def block(a, b):
    """One layer of the stack: from `a` maps of responses to `b`."""
    filters = nn.Conv2d(a, b, 3, padding=1)
    return nn.Sequential(filters, nn.MaxPool2d(2), nn.BatchNorm2d(b), nn.ReLU())


def new_network():
    pool = nn.Sequential(nn.AdaptiveMaxPool2d(1), nn.Flatten())
    layers = [block(1, 12), block(12, 24), block(24, 48), pool]
    net = nn.Sequential(*layers, nn.Linear(48, 10))
    return net.to(memory_format=torch.channels_last)  # for speed only


def accuracy(net, x, y):
    net.eval()
    with torch.no_grad():
        return 100 * (net(x).argmax(1) == y).float().mean().item()


def train(net, x, y, rate, steps, watch):
    """Train with batches of 64; the accuracy on `watch` on the way."""
    optimiser = torch.optim.AdamW(net.parameters(), rate)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, steps)
    curve = []
    for step in range(1, steps + 1):
        net.train()
        batch = torch.randint(len(x), (64,))
        optimiser.zero_grad()
        F.cross_entropy(net(x[batch]), y[batch]).backward()
        optimiser.step()
        schedule.step()
        if step % (steps // 6) == 0:
            curve.append((step, accuracy(net, *watch)))
    return curve

# %% [markdown]
# ### The measuring instrument
#
# A *linear probe* is a very simple classifier that sees the output of one layer only: a weighted sum for each digit,
# the largest sum wins. If it reads the digit well, the layer has made the answer easy to read. We fit it by least squares to
# **all** numbers that the layer gives out, on 10,000 canvases. How strongly large weights are held down
# (*regularisation*) is chosen among four strengths on validation canvases, anew for each probe.
#
# As a control, we put the same probes on **the same network before training**. Its normalisation has seen canvases, its
# weights are random. If layers alone did the work, the control would rise as well.

# %%
#| label: probe
STAGES = ["pixels", "layer 1", "layer 2", "layer 3", "pooled", "output"]


def outputs(net, x):
    """What each stage hands on, one row of numbers a canvas."""
    net.eval()
    found = [x]
    with torch.no_grad():
        for layer in net:
            parts = [layer(part) for part in found[-1].split(1000)]
            found.append(torch.cat(parts))
    return [stage.flatten(1) for stage in found]


def linear_probe(learn, choose, test):
    """Test accuracy of the best weighted sums of all numbers."""
    x, y = learn
    middle, spread = x.mean(0), x.std(0) + 1e-6
    x = (x - middle) / spread
    square = x.T @ x / len(x)
    product = x.T @ (F.one_hot(y, 10).float() - 0.1) / len(x)
    scores = []
    for strength in (0.001, 0.01, 0.1, 1):
        weights = torch.linalg.solve(
            square + strength * torch.eye(len(square)), product
        )
        for x, y in (choose, test):
            guess = ((x - middle) / spread @ weights).argmax(1)
            scores.append(100 * (guess == y).float().mean().item())
    best = np.argmax(scores[::2])  # on validation canvases
    return scores[1::2][best]

# %%
#| label: network-tries
#| fold: "The tries: how rate and steps of the network were chosen"
SIZES = (10_000, 2_000, 2_000)  # canvases to train, to choose, to test
FEWER = (1250, 2500, 5000)  # and fewer, for the first seed


def canvas_sets(seed):
    rng = np.random.default_rng(seed)
    parts = split(digits.images, seed)
    return [canvases(*part, n, rng) for part, n in zip(parts, SIZES)]


def trained(data, seed, rate, steps):
    torch.manual_seed(seed)
    net = new_network()
    return net, train(net, *data[0], rate, steps, data[1])


data, rates, curves = canvas_sets(TUNING[0]), {}, {}
for rate in (0.003, 0.01, 0.03):
    rates[rate] = trained(data, TUNING[0], rate, 300)[1][-1][1]
    print(f"rate {rate}, 300 steps: {rates[rate]:.1f} % on validation")
net_rate = max(rates, key=rates.get)
for steps in (600, 1200):
    curves[steps] = trained(data, TUNING[0], net_rate, steps)[1]
    print(f"rate {net_rate}, {steps} steps: {curves[steps][-1][1]:.1f} %")
# Twice the steps must bring a point, or we stop at the shorter run.
gain = curves[1200][-1][1] - curves[600][-1][1]
net_steps = 600 if gain < 1 else 1200
print(f"chosen: rate {net_rate}, {net_steps} steps")

# %%
#| label: staircase-run
#| fold: "The run: each network is probed before and after training"
probes, filters = {"trained": [], "untrained": []}, {}
network, by_canvases = [], {}
for seed in SEEDS:
    data = canvas_sets(seed)
    answers = [y for _, y in data]
    torch.manual_seed(seed)
    before = new_network()  # the same start as in `trained`
    for part in data[0][0][:3000].split(100):
        before(part)  # so that normalisation knows its inputs
    after = trained(data, seed, net_rate, net_steps)[0]
    network.append(accuracy(after, *data[2]))
    for name, net in (("untrained", before), ("trained", after)):
        weights = net[0][0].weight.detach().numpy()[:, 0]
        filters[seed, name] = weights.copy()
        stages = list(zip(*[outputs(net, x) for x, _ in data]))
        found = [linear_probe(*zip(s, answers)) for s in stages]
        probes[name].append(found)
        for k in (1, 2) if seed == SEEDS[0] else ():
            (x, y), *rest = zip(stages[k], answers)
            fewer = [linear_probe((x[:n], y[:n]), *rest) for n in FEWER]
            by_canvases[name, k] = [*fewer, found[k]]
print("the networks themselves, test accuracy:", pm(network), "%")

# %%
#| label: drawing
#| fold: "Two helpers for the figures that follow"
def draw(ax, x, lines):
    """Means, bars from smallest to largest; {name: (rows, look)}."""
    ends = {}
    for name, (rows, (colour, look)) in lines.items():
        rows = np.array(rows)  # one row for each x, one column a seed
        middle = rows.mean(1)
        bar = [middle - rows.min(1), rows.max(1) - middle]
        ax.errorbar(x, middle, bar, fmt=look, color=colour)
        ends[name] = (x[-1], middle[-1], colour)
    return ends


def plain_log(axis, ticks):
    """A log axis with these numbers, written out."""
    axis.axes.set(**{f"{axis.axis_name}scale": "log"})
    axis.set_ticks(ticks, [f"{tick:,}" for tick in ticks])
    axis.minorticks_off()


def chance(ax):
    ax.axhline(10, color=BASELINE, ls="--", lw=1.2)
    ax.set_ylim(0, 103)

# %%
#| label: staircase
#| code-fold: true
#| code-summary: "Show the code of this figure"
#| fig-cap: "Left, a linear probe on all numbers of each stage (bars: smallest and largest of the seeds). The layers and the canvases are the same; look at where the trained network leaves the untrained one. Right, the instrument: how the reading of layers 1 and 2 depends on the number of canvases that the probe learns from (one seed)."
#| fig-alt: "Left, accuracy of a linear probe against the stage. In the trained network it climbs from chance at the pixels to layer 1, in a larger step to layer 2, less to layer 3, and then stays level. Untrained it rises to layer 1 almost as far, stays, and falls again. Right, accuracy against the number of canvases for layers 1 and 2: all four lines rise, with layer 2 of the trained network far above the others at each number."
fig, (left, right) = plt.subplots(
    1, 2, figsize=(7.2, 2.9), layout="constrained"
)
on, off = np.array(probes["trained"]).T, np.array(probes["untrained"]).T
inks = {"trained": LEARNT, "untrained": RIVAL}
lines = {"trained": (on, (LEARNT, "o-")), "untrained": (off, (RIVAL, "s-"))}
draw(left, range(6), lines)
chance(left)
left.annotate("trained", (3.5, 78), color=LEARNT)
left.annotate("untrained", (3.1, 29), color=RIVAL)
claim(left, "Learning makes the digit\neasy to read, layer by layer", "right, %")
left.set_xticks(range(6), ["pixels", "1", "2", "3", "pool", "out"])
left.set_xlabel("layer that the probe sees")
sizes, lines = [*FEWER, SIZES[0]], {}
for name, k in by_canvases:
    look = (inks[name], "o-" if k == 2 else "s--")
    lines[f"{name}, {k}"] = ([[v] for v in by_canvases[name, k]], look)
ends = draw(right, sizes, lines)
chance(right)
plain_log(right.xaxis, sizes)
right.set(xlim=(1100, 32_000), xlabel="canvases to learn from")
claim(right, "More canvases help the probe;\nthe order stays", "right, %")
name_lines(right, ends)
plt.show()
table = [{"stage": stage} for stage in STAGES]
for i, row in enumerate(table):
    row |= {"trained": pm(on[i]), "untrained": pm(off[i])}
display(JSON(table))

# %% [markdown]
# ## What the first layer looks for
#
# Each of the 12 filters of the first layer has 3 by 3 weights. The textbook picture is that such filters turn into edge detectors.
# We measure it: what share of a filter is a straight edge, dark on one side and light on the other, in any
# direction? Random weights score 2 parts in 9 (22 %) on average.

# %%
#| label: first-filters
#| code-fold: true
#| code-summary: "Show the code of this figure"
#| fig-cap: "The 12 filters of layer 1 of one network, before and after training (dark: positive, light: negative weights, each filter scaled to its largest). Look for straight edges, and for how much training has changed."
#| fig-alt: "Two panels, each with twelve grey squares of 3 by 3 cells. Before training they are random. After training most can be recognised, some are smoother."
fig, panels = plt.subplots(1, 2, figsize=(7.2, 2.9), layout="constrained")
for ax, name in zip(panels, ("untrained", "trained")):
    scaled = [f / np.abs(f).max() / 2 + 0.5 for f in filters[SEEDS[0], name]]
    strip(ax, [np.kron(f, np.ones((4, 4))) for f in scaled], 4, gap=2)
claim(panels[0], "Before training:\nrandom weights")
claim(panels[1], "After training:\nstill irregular")
plt.show()
edge = np.array([[-1, 0, 1]] * 3) / 6**0.5  # left to right, length 1
edges, alike = {"untrained": [], "trained": []}, []
for seed in SEEDS:
    for name in edges:
        every = filters[seed, name].reshape(12, 9)
        along = (every @ edge.ravel()) ** 2 + (every @ edge.T.ravel()) ** 2
        edges[name].append(100 * np.mean(along / (every**2).sum(1)))
    both = zip(filters[seed, "untrained"], filters[seed, "trained"])
    found = [np.corrcoef(a.ravel(), b.ravel())[0, 1] for a, b in both]
    alike.append(np.mean(found))
table = []
for name, rows in edges.items():
    table.append({"filters": name, "share that is an edge, %": pm(rows)})
display(JSON(table))

# %% [markdown]
# ## Deep or wide, at equal size
#
# Two spirals wind around each other; the network must say on which of them a point lies. Each network has about 1,500 weights
# and biases, and so does about the same arithmetic in a step. Some spend them on one wide hidden layer (a *hidden*
# layer is one between input and output), others on two, three or six narrow ones.
#
# How far a network gets depends on how long it trains, so the number of steps is the axis. Each depth chooses its
# *learning rate* (the size of a step) among two, and how widely its biases are spread at the start among two: four tries
# for each, on validation points of seeds that are used for nothing else. The measure is the *unexplained share*:
# 100 % is what a constant guess leaves, 0 % is perfect.

# %%
#| label: side-by-side
#| fold: "How several networks are trained side by side"
class Many(nn.Module):
    """One fully connected layer for each of several networks.

    (networks, points, a) -> (networks, points, b). Each network draws
    from a generator of its own, each layer where the last one stopped.
    """

    def __init__(self, a, b, size, spread, draws):
        super().__init__()
        weights = [torch.randn(a, b, generator=g) for g in draws]
        biases = [2 * torch.rand(1, b, generator=g) - 1 for g in draws]
        self.weight = nn.Parameter(size / a**0.5 * torch.stack(weights))
        self.bias = nn.Parameter(spread * torch.stack(biases))

    def forward(self, x):
        return torch.baddbmm(self.bias, x, self.weight)


def fit(net, x, y, loss, rate, steps, batch, draws, watch):
    """Adam; each network has its own data, order and error."""
    optimiser = torch.optim.Adam(net.parameters(), rate, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, steps)
    nets, n, curve = torch.arange(len(x))[:, None], x.shape[1], []
    for step in range(1, steps + 1):
        rows = [torch.randint(n, (batch,), generator=g) for g in draws]
        pick = torch.stack(rows)
        optimiser.zero_grad()
        loss(net(x[nets, pick]), y[nets, pick]).sum().backward()
        optimiser.step()
        schedule.step()
        if step % (steps // 6) == 0:
            with torch.no_grad():
                curve.append((step, watch(net)))
    return curve

# %%
#| label: spirals
#| fold: "How the spirals are made"
TURNS = 3.5
SHAPES = {1: [375], 2: [36] * 2, 3: [26] * 3, 6: [16] * 6}


def spirals(n, draws):
    """Points (networks, n, 2) and their arms, -1 or 1."""
    points, arms = [], []
    for g in draws:
        radius = torch.rand(n, generator=g).sqrt()
        arm = torch.randint(2, (n,), generator=g)
        angle = 2 * torch.pi * TURNS * radius + torch.pi * arm
        x, y = radius * angle.cos(), radius * angle.sin()
        noise = 0.01 * torch.randn(n, 2, generator=g)
        points.append(torch.stack([x, y], 1) + noise)
        arms.append(2.0 * arm - 1)
    return torch.stack(points), torch.stack(arms)


def generators(seeds):
    return [torch.Generator().manual_seed(seed) for seed in seeds]


neighbour = []  # no training at all: ask the nearest known point
for seed in SEEDS:
    draws = generators([seed])
    (x, y), (a, b) = spirals(20_000, draws), spirals(4_000, draws)
    guess = KNeighborsRegressor(1).fit(x[0], y[0]).predict(a[0])
    neighbour.append(100 * float(np.mean((guess - b[0].numpy()) ** 2)))
print("nearest neighbour leaves", pm(neighbour, 2), "% unexplained")

# %%
#| label: spirals-tries
#| fold: "How the spirals are learnt, and the tries"
def squared(out, y):
    return ((out[..., 0] - y) ** 2).mean(1)


def fit_spirals(depth, rate, spread, steps, seeds):
    draws, layers = generators(seeds), []
    for a, b in zip([2, *SHAPES[depth]], SHAPES[depth]):
        layers += [Many(a, b, 2**0.5, spread, draws), nn.ReLU()]
    net = nn.Sequential(*layers, Many(b, 1, 1, 0, draws))
    sets = [spirals(n, draws) for n in (20_000, 2_000, 4_000)]

    def unexplained(net, k=1):  # the answers have variance 1
        with torch.no_grad():
            return (100 * squared(net(sets[k][0]), sets[k][1])).tolist()

    how = (squared, rate, steps, 128, draws, unexplained)
    return net, fit(net, *sets[0], *how), unexplained(net, 2)


spiral_how = {}
for depth in SHAPES:
    tries = {}
    for how in ((0.01, 0.3), (0.01, 1.0), (0.03, 0.3), (0.03, 1.0)):
        curve = fit_spirals(depth, *how, 1000, TUNING)[1]
        tries[how] = np.mean(curve[-1][1])
        print(f"{depth} hidden layers, rate {how[0]}, spread {how[1]}: "
              f"{tries[how]:.1f} % unexplained")
    spiral_how[depth] = min(tries, key=tries.get)

# %%
#| label: spirals-run
#| fold: "The runs: four depths, three numbers of steps"
BUDGETS = [300, 1000, 3000]
spiral, spiral_curves, maps = {}, {}, {}
side = torch.linspace(-1, 1, 90)
grid = torch.stack(torch.meshgrid(side, side, indexing="xy"), -1)
plane = grid.reshape(1, -1, 2).expand(len(SEEDS), -1, -1)
radius, angle = grid.norm(dim=-1), torch.atan2(grid[..., 1], grid[..., 0])
maps["truth"] = -torch.cos(angle - 2 * torch.pi * TURNS * radius).sign()
for depth in SHAPES:
    for steps in BUDGETS:
        net, curve, test = fit_spirals(depth, *spiral_how[depth], steps, SEEDS)
        spiral[depth, steps] = test
    spiral_curves[depth] = curve  # of the longest run
    with torch.no_grad():
        seen = net(plane)[0, :, 0].reshape(90, 90)
    maps[f"{depth} layer{'s' * (depth > 1)}"] = seen

# %%
#| label: depth-or-width
#| code-fold: true
#| code-summary: "Show the code of this figure"
#| fig-cap: "About 1,500 weights, spent on width or on depth. Left, what is left unexplained after more and more steps (bars: smallest and largest of the seeds). Right, the true spirals and what two networks of one seed make of them after 3,000 steps."
#| fig-alt: "Left, unexplained share on a log axis against steps on a log axis. After 300 steps all four depths are close together. After 3,000 steps one wide layer has come down by about a half, two layers by more, three and six layers to about a hundredth. Right, three round maps: the true spirals, the map of one wide layer, grey in the middle, and the map of six layers, as crisp as the truth."
fig, (left, right) = plt.subplots(
    1, 2, figsize=(7.2, 2.9), layout="constrained"
)
looks = {1: (RIVAL, "s-"), 2: (VIOLET, "^-"), 3: (BLUE, "v-")}
looks[6] = (LEARNT, "o-")
lines = {}
for depth, name in zip(SHAPES, ("1 layer", "2 layers", "3 layers", "6 layers")):
    lines[name] = ([spiral[depth, n] for n in BUDGETS], looks[depth])
ends = draw(left, BUDGETS, lines)
plain_log(left.xaxis, BUDGETS)
plain_log(left.yaxis, [0.1, 1, 10, 100])
left.set(xlim=(250, 9000), ylim=(0.1, 200), xlabel="training steps")
claim(left, "Deep networks learn the\nspiral in fewer steps", "unexplained, %")
name_lines(left, ends)
sheet = []
for i, name in enumerate(("truth", "1 layer", "6 layers")):
    ink = maps[name].clamp(-1, 1) / 2 + 0.5
    sheet.append(torch.where(radius <= 1, ink, torch.nan))
    right.annotate(name, (96 * i + 45, 98), ha="center", va="top")
strip(right, sheet, 3, gap=6)
claim(right, "One wide layer misses the\nmiddle, six layers do not")
plt.show()
table = [{"hidden layers": d, "units in each": w[0]} for d, w in SHAPES.items()]
for row, d in zip(table, SHAPES):
    row |= {f"{n:,} steps, %": pm(spiral[d, n]) for n in BUDGETS}
display(JSON(table))

# %% [markdown]
# ## Forty layers
#
# Back to tidy 8 by 8 digits, an easy task. We stack 2, 10, 20 and 40 layers of 64 neurons. Two things may be changed:
#
# - **The start.** The usual small random weights (the default of PyTorch's linear layer), or the *He start*
#   ([He and others, 2015b](../references.md#he-2015b)): random weights just large enough that signals keep their size
#   from layer to layer.
# - **The wires.** *Plain*: one layer after the other. With a *residual connection*, each layer adds its result to its
#   input. With *normalisation*, what enters a layer is first scaled to a standard size.

# %%
#| label: stack
# The spread of the small start; 64 weights at 1 / 64**0.5 would be 1.
SMALL = (1 / 3) ** 0.5


class Stack(nn.Module):
    def __init__(self, depth, start, residual, normalised, draws):
        super().__init__()
        size = {"small": SMALL, "He": 2**0.5}[start]
        self.hidden = nn.ModuleList(
            Many(64, 64, size, 0, draws) for _ in range(depth)
        )
        self.head = Many(64, 10, 1, 0, draws)
        self.residual, self.normalised = residual, normalised

    def scaled(self, x):
        return F.layer_norm(x, (64,)) if self.normalised else x

    def forward(self, x):
        for layer in self.hidden:
            new = F.relu(layer(self.scaled(x)))
            x = x + new if self.residual else new
        return self.head(self.scaled(x))

# %%
#| label: stack-fit
#| fold: "How the stacks learn the digits"
def cross_entropy(out, y):
    errors = F.cross_entropy(out.transpose(1, 2), y, reduction="none")
    return errors.mean(1)


def digit_sets(seeds):
    """To train, to choose, to test: (networks, digits, 64), answers."""
    parts = zip(*[split(digits.data, seed) for seed in seeds])
    for rows in parts:
        yield [torch.from_numpy(np.stack(part)) for part in zip(*rows)]


def fit_digits(arm, rate, steps, seeds):
    """Curve on validation digits; accuracy on training and test."""
    draws, sets = generators(seeds), list(digit_sets(seeds))
    net = Stack(*arm, draws)

    def right(net, k=1):
        with torch.no_grad():
            guess = net(sets[k][0]).argmax(-1)
        return (100 * (guess == sets[k][1]).float().mean(1)).tolist()

    how = (cross_entropy, rate, steps, 32, draws, right)
    curve = fit(net, *sets[0], *how)
    return curve, {"train": right(net, 0), "test": right(net, 2)}

# %%
#| label: stack-tries
#| fold: "The tries: each stack chooses its learning rate"
PLAIN, HE, BOTH = ("small", 0, 0), ("He", 0, 0), ("small", 1, 1)
arms = [(d, *kind) for kind in (PLAIN, HE, BOTH) for d in (2, 10, 20, 40)]
arms += [(40, "small", 0, 1), (40, "He", 0, 1), (40, "small", 1, 0)]
arms += [(40, "He", 1, 0), (40, "He", 1, 1)]


def choose_rate(arm):
    """The best of three rates, after 200 steps, on validation digits."""
    tries = {}
    for rate in (0.001, 0.003, 0.01):
        curve = fit_digits(arm, rate, 200, TUNING)[0]
        tries[rate] = np.mean(curve[-1][1])
    return max(tries, key=tries.get), tries


stack_rate = {}
for arm in arms:
    stack_rate[arm], tries = choose_rate(arm)
    wires = "residual " * arm[2] + "normalised" * arm[3] or "plain"
    text = [f"{rate}: {right:.1f} %" for rate, right in tries.items()]
    print(f"{arm[0]:2} layers, {arm[1]} start, {wires}:", *text)

# %%
#| label: stack-run
#| fold: "The runs: all stacks for 200 steps, some for longer"
stacks, stack_curves, signal = {}, {}, {}
longer = dict.fromkeys(((40, *kind) for kind in (PLAIN, HE, BOTH)), (600, 1800))
longer[20, *PLAIN] = (1800,)
for arm in arms:
    for steps in (200, *longer.get(arm, ())):
        curve, right = fit_digits(arm, stack_rate[arm], steps, SEEDS)
        stacks[arm, steps], stack_curves[arm] = right, curve
# How much of the training signal reaches each of 40 layers at the start?
for kind in (PLAIN, HE, BOTH):
    net = Stack(40, *kind, generators(SEEDS))
    x, y = next(digit_sets(SEEDS))
    cross_entropy(net(x), y).sum().backward()
    grads = [layer.weight.grad.double() for layer in net.hidden]
    size = torch.stack([g.flatten(1).norm(dim=1) for g in grads])
    signal[kind] = (size / size[-1]).log10()  # (layers, networks)

# %%
#| label: forty-layers
#| code-fold: true
#| code-summary: "Show the code of this figure"
#| fig-cap: "Stacks of 64 neurons a layer, on tidy digits (bars: smallest and largest of the seeds). Left, 200 steps for each: look at where the plain stacks leave the third line. Right, 40 layers, with more and more steps: one of the plain stacks recovers, the other does not."
#| fig-alt: "Left, accuracy against number of layers after 200 steps. With residual connections and normalisation it stays near the top from 2 to 40 layers. Plain with the He start it is level up to 10 layers and falls after 20. Plain with the small start it halves at 10 layers and is at chance from 20 on. Right, 40 layers after 200, 600 and 1,800 steps: plain with the He start climbs from under a half to nearly the top, plain with the small start stays at chance, residual and normalised stays at the top."
kinds = {"plain, small": (PLAIN, (RIVAL, "s-"))}
kinds |= {"plain, He": (HE, (VIOLET, "^-"))}
kinds |= {"res. + norm.": (BOTH, (LEARNT, "o-"))}
runs = [[(d, 200) for d in (2, 10, 20, 40)]]
runs += [[(40, steps) for steps in (200, 600, 1800)]]
fig, panels = plt.subplots(1, 2, figsize=(7.2, 2.9), layout="constrained")
for ax, row in zip(panels, runs):
    lines = {}
    for name, (kind, look) in kinds.items():
        found = [stacks[(d, *kind), n]["test"] for d, n in row]
        lines[name] = (found, look)
    ends = draw(ax, range(len(row)), lines)
    chance(ax)
    ax.set(xticks=range(len(row)), xlim=(-0.3, 1.55 * (len(row) - 1)))
    name_lines(ax, {k: (x, max(y, 15), c) for k, (x, y, c) in ends.items()})
panels[0].set(xlabel="layers (200 steps)", xticklabels=[2, 10, 20, 40])
panels[1].set(xlabel="training steps (40 layers)")
panels[1].set_xticklabels(["200", "600", "1,800"])
claim(panels[0], "Plain stacks get worse\nwith depth", "right, %")
claim(panels[1], "More steps help only\nafter a He start", "right, %")
plt.show()
table = [{"layers": d, "steps": n} for d, n in runs[0] + runs[1][1:]]
for row in table:
    for name, (kind, _) in kinds.items():
        found = stacks[(row["layers"], *kind), row["steps"]]
        row[name] = pm(found["test"])
display(JSON(table))

# %% [markdown]
# Two illnesses are at work. To see them apart, look at the training signal before the first step, and at each cure alone.

# %%
#| label: two-cures
#| code-fold: true
#| code-summary: "Show the code of this figure"
#| fig-cap: "Forty layers. Left, the training signal at each layer before training starts, compared with the topmost layer: in the plain stack with the small start almost nothing is left of it further down. Right, each of the wires with each start after 200 steps: look at which single change is enough."
#| fig-alt: "Left, on a log axis, the gradient at each of 40 layers relative to the last. Plain with the small start it falls in a straight line to about one part in ten to the power of fourteen at layer 1; the other two lines are nearly level. Right, accuracy of four kinds of wires with two starts: plain and small start at chance, plain and He start in the middle, normalised low with both starts, residual high with the small start and low with the He start, both together high with either start."
fig, (left, right) = plt.subplots(
    1, 2, figsize=(7.2, 2.9), layout="constrained"
)
for kind, (colour, look) in kinds.values():
    middle = signal[kind].mean(1).numpy()
    left.plot(range(1, 41), middle, color=colour)
    left.plot([1, 40], middle[[0, -1]], look[0], color=colour)
left.set(xlabel="layer (1: next to the input)", xticks=[1, 10, 20, 30, 40])
powers = ["1 in 10¹²", "1 in 10⁸", "1 in 10⁴", "all"]
left.set(yticks=[-12, -8, -4, 0], yticklabels=powers, ylim=(-15, 3))
left.annotate("plain, He;  res. + norm.", (40, 1.3), ha="right")
left.annotate("plain, small", (21, -9), color=RIVAL)
claim(left, "A small start starves the\nlower layers", "gradient, of layer 40's")
wires = {"plain": (0, 0), "norm.": (0, 1), "residual": (1, 0), "both": (1, 1)}
table = [{"wires": name} for name in wires]
for start, colour, look in (("small", RIVAL, "s"), ("He", VIOLET, "^")):
    arms = [(40, start, *pair) for pair in wires.values()]
    found = [stacks[arm, 200]["test"] for arm in arms]
    at = np.arange(4) + (0.12 if start == "He" else -0.12)
    draw(right, at, {start: (found, (colour, look))})
    for row, test in zip(table, found):
        row[f"{start} start, %"] = pm(test)
chance(right)
right.annotate("small start", (1.8, 75), color=RIVAL, ha="right")
right.annotate("He start", (0.2, 47), color=VIOLET)
right.set(xlim=(-0.4, 3.4), xticks=range(4), xticklabels=wires)
claim(right, "The residual connection is\nthe wire that counts", "right, %")
plt.show()
display(JSON(table))

# %%
#| label: training-curves
#| fold: "Was the training long enough? The validation curves"
#| fig-cap: "Accuracy, or unexplained share, on validation data during training. Left, the network of the canvases, at the chosen number of steps and at twice or half of it. Middle, the spirals in the longest run: the wide network is still learning when it stops. Right, forty layers in the longest run."
#| fig-alt: "Three panels of curves against training steps. Left, two curves of the canvas network that both rise and level out close to each other. Middle, unexplained share of the spirals for four depths on a log axis: one layer falls slowly to the end, three and six layers fall steeply and then level out. Right, accuracy of three stacks of forty layers: residual and normalised is up at once, plain with the He start rises slowly, plain with the small start stays at chance."
fig, panels = plt.subplots(1, 3, figsize=(10.8, 2.9), layout="constrained")
views = {f"{n:,} steps": (0, curves[n], looks[n // 200]) for n in curves}
for d in SHAPES:
    views[f"{d} layer{'s' * (d > 1)}"] = (1, spiral_curves[d], looks[d])
for name, (kind, look) in kinds.items():
    views[name] = (2, stack_curves[(40, *kind)], look)
for ax, end in zip(panels, (1800, 4500, 2900)):
    ax.set(xlabel="training steps", xlim=(0, end), ylim=(0, 103))
plain_log(panels[1].yaxis, [0.1, 1, 10, 100])
panels[1].set_ylim(0.1, 200)
ends = [{}, {}, {}]
for name, (i, curve, (colour, look)) in views.items():
    steps, middle = zip(*[(n, np.mean(found)) for n, found in curve])
    panels[i].plot(steps, middle, look, color=colour)
    ends[i][name] = (steps[-1], middle[-1], colour)
for ax, names in zip(panels, ends):
    name_lines(ax, names)
claim(panels[0], "Canvases: twice the steps\nbring little", "right, %")
claim(panels[1], "Spirals: the wide network\nis still learning", "unexplained, %")
claim(panels[2], "Forty layers: one stack\ndoes not move", "right, %")
plt.show()
table = []
for d, curve in spiral_curves.items():
    row = {f"{n:,} steps, %": f"{np.mean(found):.1f}" for n, found in curve}
    table.append({"hidden layers": d, **row})
display(JSON(table))

# %% [markdown]
# ## What to see
#
# - **Folding.** Ten layers of two ReLUs make [?](#pieces-deep). Side by side, the same ReLUs make at most
#   [?](#pieces-wide).
# - **The staircase.** In the pixels a probe reads [?](#probe-pixels), hardly more than chance. After layer 1 it reads
#   [?](#probe-layer-1), after layer 2 [?](#probe-layer-2), after layer 3 [?](#probe-layer-3). The last two stages add
#   little.
# - **The control.** Before training, the first layer helps the probe as well: it reads
#   [?](#probe-layer-1-untrained), since random filters and pooling already make it easier to say what is where. But from there on the
#   untrained stack loses: [?](#probe-layer-3-untrained) after layer 3. So layers alone make the first step, and learning makes the
#   rest: at layer 3 the difference is [?](#learning-reads).
# - **Filters.** FILTERTEXT
# - **Deep or wide.** After 300 steps all depths are equally bad. After 3,000 steps one wide layer leaves
#   [?](#spiral-1-3000) unexplained, three narrow layers [?](#spiral-3-3000). Between three and six layers little is
#   left to gain.
# - **First illness: the signal vanishes.** With the small start, 40 plain layers stay at chance,
#   [?](#plain-40), and nine times the steps change nothing. Layer 1 hears 10 to the power of [?](#gradient-plain) of the training
#   signal of layer 40. The He start cures this: after 1,800 steps such a stack reads [?](#plain-he-40-1800).
# - **Second illness: degradation.** With the He start the signal is healthy, and still 40 layers do worse than 10 in the same
#   200 steps, even on the digits they were trained on: [?](#plain-he-40-train) against [?](#plain-he-10-train). Here it is a delay:
#   with more steps most of it goes away.
# - **What helps against both.** The residual connection alone brings 40 layers to [?](#shortcut-alone-40) in 200 steps, with nothing but
#   the small start. Normalisation alone does not ([?](#norm-alone-he-40)); together they reach [?](#residual-40).
#
# ## What would be wrong to conclude
#
# - *"Layer 1 knows a third of the digit."* The probe is a measuring instrument with settings. With more canvases it reads more (right
#   panel), and with another kind of probe it would read something else. What it shows is the order of the stages, and the
#   distance to the control.
# - *"A wide network cannot learn the spiral."* It is still getting better when we stop, and with enough steps it may well
#   arrive. Nor is a network needed: the nearest known point answers without an error ([?](#spiral-neighbour)), since
#   20,000 points leave no gaps.
# - *"Deeper is better."* On these digits 2 layers with the same wires do as well as 40: the difference is
#   [?](#depth-no-gain) (95 % interval [?](#depth-no-gain)).
# - *"Residual connections are indispensable."* Plain networks of thousands of layers were trained with a start made for
#   them ([Xiao and others, 2018](../references.md#xiao-2018)).
# - *"Two ReLUs a layer give a thousand pieces in practice."* The tent is made by hand. Exercise 4 shows what random weights give.
#
# ## When this fails
#
# Depth helps where the answer is built out of parts of parts. On 8 by 8 digits that fill their frame, raw pixels are good
# features already, and 2 layers are enough. And our second illness is a mild form. Networks of 20 to 56 layers on
# photographs, with normalisation and with healthy signals, showed it after full training
# ([He and others, 2015](../references.md#he-2015)); ours, on an easy task, show it as lost time.
#
# The rates of the stacks were chosen in runs of 200 steps and kept for the longer ones. A rate chosen for 1,800 steps might
# move the last points.
#
# ## Exercises
#
# 1. Why does the lab probe an untrained network as well? What would you believe without that line?
# 2. Without clutter, the whole digit stands alone at a random place. Could a probe then read it from the pixels? In the cell
#    `canvases`, change `CLUTTER = 3` to `CLUTTER = 0`. Guess the new accuracy of the probe on pixels first.
# 3. Try a start between the two. In the cell `stack`, change `SMALL = (1 / 3) ** 0.5` to `SMALL = 1.0` (the He start is 1.4).
#    What will 20 plain layers read after 200 steps: what they read with the small start, with the He start, or something between?
# 4. The tent is made by hand. How many pieces does a network of ten layers with two ReLUs each have if its weights are random? Guess,
#    then open the answer.
#
# ??? success "Answer to exercise 1"
#     It is the control. A stack of random layers also transforms the picture, and the probe finds the result easier: after
#     layer 1 it reads [?](#probe-layer-1-untrained), where pixels give [?](#probe-pixels). Without this line you would
#     credit learning with all of the rise. With it you see that learning begins to tell at layer 2.

# %%
#| label: fewer-pieces
#| fold: "Answer to exercise 2"
#| edit-cell: canvases
#| edit-old: "CLUTTER = 3"
#| edit-new: "CLUTTER = 0"
#| edit-gives: {probe-pixels: exercise-2-pixels}
before, CLUTTER = CLUTTER, 0
tidy = []
for seed in SEEDS:
    data = canvas_sets(seed)
    tidy.append(linear_probe(*[(x.flatten(1), y) for x, y in data]))
CLUTTER = before
print("pixels with clutter:", pm(np.array(probes["trained"])[:, 0]), "%")
print("pixels without:     ", pm(tidy), "%")

# %% [markdown]
# Only a little: [?](#exercise-2-pixels). A weighted sum has one weight for each pixel, and the same pixel is now ink, now
# paper, as the digit moves. It is the place that hides the digit, more than the clutter.

# %%
#| label: larger-start
#| fold: "Answer to exercise 3"
#| edit-cell: stack
#| edit-old: "SMALL = (1 / 3) ** 0.5"
#| edit-new: "SMALL = 1.0"
#| edit-gives: {plain-20: exercise-3-plain-20}
before, SMALL = SMALL, 1.0
arm = (20, *PLAIN)
rate, _ = choose_rate(arm)
larger = fit_digits(arm, rate, 200, SEEDS)[1]["test"]
SMALL = before
print("20 plain layers, small start: ", pm(stacks[arm, 200]["test"]), "%")
print("20 plain layers, larger start:", pm(larger), "%")
print("20 plain layers, He start:    ", pm(stacks[(20, *HE), 200]["test"]), "%")

# %% [markdown]
ANS3

# %%
#| label: random-folds
#| fold: "Answer to exercise 4"
def random_pieces(rng):
    x = np.linspace(-1, 1, 20_001)[:, None]
    for a in (1, *[2] * 9):
        bias = rng.uniform(-0.5, 0.5, 2)
        x = relu(x @ rng.normal(size=(a, 2)) * (2 / a) ** 0.5 + bias)
    bend = np.abs(np.diff(x @ rng.normal(size=2), 2)) > 1e-7
    # A bend between two grid points shows up twice.
    return 1 + int((bend & ~np.roll(bend, 1)).sum())


folds = []
for seed in SEEDS:
    rng = np.random.default_rng(seed)
    folds.append([random_pieces(rng) for _ in range(40)])
print("40 random networks a seed, median number of pieces:",
      pm(np.median(folds, axis=1)))
print("the largest of all:", np.max(folds))

# %% [markdown]
# Random weights hardly fold at all: [?](#random-pieces) pieces in the median. What a network *can* express and what it does express
# are two questions.
#
# ## Results
#
# First the claims that the page makes, each as a paired difference: the same seed gives both sides the same data.

# %%
#| label: claims
#| code-fold: true
#| code-summary: "Show the code of the claims"
CLAIMS = """
layer-1-reads|more|10|a probe reads the digit better after layer 1 than in pixels
layer-2-reads|more|20|a probe reads it better after layer 2 than after layer 1
layer-3-reads|more|4|a probe reads it better after layer 3 than after layer 2
learning-reads|more|30|after layer 3, training has made the digit easier to read
three-deep|more|10|3,000 steps: one wide layer leaves more than three layers
start-cures|more|40|40 plain layers, 1,800 steps: He start against small start
deeper-worse|more|25|200 steps, He: training digits, 10 layers against 40
residual-200|more|25|40 layers, 200 steps: residual, normalised against He start
wire-counts|more|30|40 layers, 200 steps: residual against normalised alone
depth-no-gain|none|3|200 steps: residual, normalised, 40 layers against 2
"""


def run(arm, steps=200, part="test"):
    return np.array(stacks[arm, steps][part])


normed = [run((40, start, 0, 1)) for start in ("small", "He")]
pairs = [on[1] - on[0], on[2] - on[1], on[3] - on[2], on[3] - off[3]]
pairs += [np.subtract(spiral[1, 3000], spiral[3, 3000])]
pairs += [run((40, *HE), 1800) - run((40, *PLAIN), 1800)]
pairs += [run((10, *HE), part="train") - run((40, *HE), part="train")]
pairs += [run((40, *BOTH)) - run((40, *HE))]
pairs += [run((40, "small", 1, 0)) - max(normed, key=np.mean)]
pairs += [run((40, *BOTH)) - run((2, *BOTH))]
claims = {}
for line, pair in zip(CLAIMS.split("\n")[1:-1], pairs):
    name, direction, least, what = line.split("|")
    claims[name] = {"what": what, "unit": "points"}
    claims[name] |= {"direction": direction, "least": float(least)}
    claims[name]["differences"] = pair.tolist()
display(JSON(claims))

# %%
#| label: entries
#| fold: "How the results are gathered"
exact = {"unit": "", "spread": None, "n": 1}
what = "Straight pieces, 20 ReLUs"
found = {
    "pieces-deep": {"what": what, "value": int(pieces[-1]), **exact},
    "pieces-wide": {"what": f"{what} in a row, at most", "value": 21, **exact},
}


def record(name, what, values, unit="%", paired=False):
    values = [float(v) for v in values]
    mean, n = float(np.mean(values)), len(values)
    spread = float(np.std(values, ddof=1))
    found[name] = {"what": what, "value": mean, "unit": unit}
    found[name] |= {"spread": spread, "n": n, "values": values}
    if paired:
        half = student.ppf(0.975, n - 1) * spread / n**0.5
        found[name]["interval"] = [mean - half, mean + half]


for i, stage in enumerate(STAGES):
    for name, end in (("trained", ""), ("untrained", "-untrained")):
        label = f"probe-{stage.replace(' ', '-')}{end}"
        what = f"Linear probe on {stage}, {name}"
        record(label, what, np.array(probes[name])[:, i])
record("network", "The network of the canvases, test accuracy", network)
for name, rows in edges.items():
    record(f"edges-{name}", f"Share of filters that is an edge, {name}", rows)
more = np.subtract(edges["trained"], edges["untrained"])
record("edges-more", "The same, trained less untrained", more, "points", True)
record("filters-alike", "Correlation of filters before and after", alike, "")
for (d, n), rows in spiral.items():
    what = f"Spirals, {d} hidden layers, {n:,} steps, unexplained"
    record(f"spiral-{d}-{n}", what, rows)
record("spiral-neighbour", "Spirals, nearest neighbour", neighbour)

# %%
#| label: results
#| code-fold: true
#| code-summary: "Show the code of the results"
NAMES = {(0, 0): "plain", (0, 1): "norm-alone"}
NAMES |= {(1, 0): "shortcut-alone", (1, 1): "residual"}
for ((depth, start, *wires), steps), sets in stacks.items():
    label = NAMES[tuple(wires)] + "-he" * (start == "He") + f"-{depth}"
    label += f"-{steps}" * (steps != 200)
    what = f"Digits, {depth} layers, {start} start, {steps} steps"
    what += ", residual" * wires[0] + ", normalised" * wires[1]
    record(label, what, sets["test"])
    if (start, *wires) == HE:
        record(f"{label}-train", f"{what}, on training digits", sets["train"])
what = "Plain, small start: gradient of layer 1 over layer 40, power of ten"
record("gradient-plain", what, signal[PLAIN][0], "")
for name, claim in claims.items():
    record(name, claim["what"], claim["differences"], "points", True)
for n in (600, 1800):
    what = f"40 layers, {n} steps: residual, normalised less plain, He"
    less = run((40, *BOTH), n) - run((40, *HE), n)
    record(f"residual-{n}", what, less, "points", True)
record("exercise-2-pixels", "Linear probe on pixels, no clutter", tidy)
record("exercise-3-plain-20", "20 plain layers, larger start", larger)
median = np.median(folds, axis=1)
record("random-pieces", "Pieces of random networks, median of 40", median, "")
display(JSON(found))
