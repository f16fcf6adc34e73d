# ---
# title: "Lab: large datasets"
# description: Learning curves for a small and a larger network, overfitting, copies, wrong labels, repeats, and a kind that is missing.
# minutes: 25
# question: What do more examples bring, and to whom?
# card: learning-curves
# headline: large-6400
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
# # Lab: large datasets
#
# "More data is better" is the best-known sentence about deep learning. In this lab you measure it. How fast does the error fall, for which model, and down to where? And what makes a large set worth less than it looks?
#
# The lesson page is [large datasets](../lesson/large-datasets.md).
#
# ## What we ask
#
# 1. How does the test error fall as the number of examples grows, for a linear model, a small network and a larger one?
# 2. When does a network stop learning and begin to learn by heart?
# 3. What are copies, wrong labels, repeated passes and a missing kind worth?
#
# ## Make a guess
#
# ??? question "You have 1,600 pictures with right labels. Would you change them for 6,400 pictures of which a fifth have wrong labels?"
#     Choose before you look at the figure "What sets are worth". People who train models for a living defend both choices.

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
from scipy.ndimage import rotate
from scipy.stats import t as student
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.svm import SVC

torch.set_num_threads(1)
SEEDS = range(5)  # change or lengthen this line
print("Python", sys.version.split()[0])
for package in ("numpy", "scikit-learn", "scipy", "torch"):
    print(package, version(package).split("+")[0])


def summary(values):
    """Mean and spread over the seeds, as the tables show them."""
    return f"{np.mean(values):.1f} ± {np.std(values, ddof=1):.1f}"


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
# ## The task
#
# A handwritten digit, turned by up to 15 degrees, stands somewhere on an empty canvas of 12 by 12 pixels. The network has to say which digit it is. So we can make as many different pictures as we like, but only from 1,797 handwritten digits.
#
# The digits are split first: 1,200 are for training, 250 for validation, 347 for the test. *Validation* pictures say when to stop and which learning rate is best. *Test* pictures are looked at once, at the end. No digit is in two of the three sets. All digits were written by the same 13 people, though, so a new writer would be read worse.
#
# The digits come in turn. The first 1,200 training pictures show 1,200 different digits; from there on each digit comes again, in another place and turned another way. Keep that in mind for the end of the curve.
#
# Each seed splits the digits anew, makes new pictures, and starts the networks from new weights.

# %%
#| label: pictures
digits = load_digits()
images, labels = digits.images.astype("float32") / 16, digits.target
COUNTS = [100, 200, 400, 800, 1600, 3200, 6400, 12800]
LEANING = (30, 50)  # degrees; the other digits stand within 15
TUNING = 1000  # a seed that is none of SEEDS, to choose rates with


def canvases(who, count, rng, turn=(-15, 15)):
    """Canvases of 12 by 12 pixels with the digits `who`, and labels."""
    who = np.resize(who, count)  # each in turn, then again from the start
    out = np.zeros((count, 12, 12), "float32")
    for canvas, i in zip(out, who):
        row, column = rng.integers(5, size=2)
        angle = rng.uniform(*turn)
        turned = rotate(images[i], angle, reshape=False, order=1)
        canvas[row : row + 8, column : column + 8] = turned
    return torch.from_numpy(out), torch.from_numpy(labels[who])


data = {}
for seed in [TUNING, *SEEDS]:
    rng = np.random.default_rng(seed)
    fit, check, test = np.split(rng.permutation(len(labels)), [1200, 1450])
    data[seed] = {"digits": fit, "training": canvases(fit, 12800, rng)}
    data[seed]["validation"] = canvases(check, 1000, rng)
    data[seed]["leaning validation"] = canvases(check, 1000, rng, LEANING)
    data[seed]["test"] = canvases(test, 3000, rng)
    data[seed]["leaning test"] = canvases(test, 3000, rng, LEANING)
    x, y = data[seed]["test"]
    data[seed]["paler test"] = x / 2, y

# %%
#| label: sample-canvases
#| code-fold: true
#| code-summary: "Show the code of this figure"
#| fig-cap: "Left: twenty training pictures of one seed. Right: digits that lean, which most of our training sets lack. Could you read them all?"
#| fig-alt: "Two sheets of twenty small pictures. On each one handwritten digit stands somewhere on an empty canvas. On the left the digits stand nearly upright; on the right they are turned by 30 to 50 degrees."
def draw(ax, x, rows, **look):
    """Mean and spread of each row over the seeds; returns the end."""
    rows = np.array(rows)
    ax.errorbar(x, rows.mean(1), rows.std(1, ddof=1), capsize=3, **look)
    return x[-1], rows[-1].mean(), look["color"]


def ticks(ax, x, y=None):
    """Plain numbers on logarithmic axes."""
    ax.set_xscale("log")
    ax.set_xticks(x, [f"{n:,}" for n in x])
    if y:
        ax.set_yscale("log")
        ax.set_yticks(y, [str(n) for n in y])
    ax.minorticks_off()


fig, axes = plt.subplots(1, 2, figsize=(7.2, 2.9), layout="constrained")
shown = {"training": "Upright digits", "leaning test": "Digits that lean"}
for ax, (part, title) in zip(axes, shown.items()):
    strip(ax, data[SEEDS[0]][part][0][:20].numpy(), 5)
    claim(ax, title)
plt.show()

# %% [markdown]
# ## Kinds of training sets
#
# Most sets are clean: right labels, upright digits. The others are spoilt on purpose, each in one way. Two numbers at the top say how much; the exercises change them.

# %%
#| label: kinds
WRONG = 0.2  # share of the labels that are wrong
SHARE = 0.1  # share of the pictures that lean


def sample(kind, count, seed):
    """Training pictures of a kind, with their labels."""
    who, (x, y) = data[seed]["digits"], data[seed]["training"]
    rng = np.random.default_rng([seed, 1])
    if kind == "copies":  # a quarter as many pictures, each four times
        return x[: count // 4].repeat(4, 1, 1), y[: count // 4].repeat(4)
    if kind == "same digits":  # new canvases of a quarter as many digits
        return canvases(who[: count // 4], count, rng)
    x, y = x[:count].clone(), y[:count].clone()
    if kind == "wrong labels":
        other = (y + torch.from_numpy(rng.integers(1, 10, count))) % 10
        y = torch.where(torch.from_numpy(rng.random(count)) < WRONG, other, y)
    if kind == "labels by lot":
        y = torch.from_numpy(rng.integers(10, size=count))
    if kind == "some leaning":
        few = int(SHARE * count)
        x[:few], y[:few] = canvases(who, few, rng, LEANING)
    return x, y


def validation(kind, seed):
    """Pictures of held-out digits with right labels, as many leaning."""
    x, y = data[seed]["validation"]
    few = int(SHARE * len(y)) if kind == "some leaning" else 0
    x_few, y_few = (part[:few] for part in data[seed]["leaning validation"])
    return torch.cat([x_few, x[few:]]), torch.cat([y_few, y[few:]])


# %% [markdown]
# ## Two networks
#
# Both are small convolutional networks: filters of 4 by 4 pixels slide over the canvas, filters of the second layer slide over what the first ones report, and the strongest report of each counts, wherever it was. A last layer turns these into ten scores. The two differ in the number of filters only.
#
# Many networks are trained side by side, as one large computation. They share nothing.

# %%
#| label: networks
WIDTHS = {"small": (4, 8), "larger": (16, 32)}  # filters of two layers


def start(name, seed):
    """The random first weights and the biases of one network."""
    a, b = WIDTHS[name]
    maker = torch.Generator().manual_seed(seed)
    weights = []
    for shape, inputs, outputs in (
        ((a, 1, 4, 4), 16, a),  # squares of 4 by 4 pixels
        ((b, a, 3, 3), 9 * a, b),  # squares of 3 by 3 of their answers
        ((b, 10), b, 10),
    ):
        weight = torch.randn(shape, generator=maker) * (2 / inputs) ** 0.5
        weights += [weight, torch.zeros(outputs)]
    return weights


def answers(nets, x):
    """Scores for the ten digits: k networks, each on its own pictures."""
    w1, b1, w2, b2, w3, b3 = nets
    k = len(b1)
    h = x.transpose(0, 1)  # `groups` keeps the k networks apart
    h = F.conv2d(h, w1.flatten(0, 1), b1.flatten(), 2, 1, groups=k)
    h = F.conv2d(F.relu(h), w2.flatten(0, 1), b2.flatten(), groups=k)
    h = F.relu(h).amax((2, 3))  # the strongest response, wherever it is
    return h.unflatten(1, (k, -1)).transpose(0, 1) @ w3 + b3[:, None]


def error(nets, x, y):
    """Wrong answers of each network on its own pictures, in %."""
    with torch.no_grad():
        return 100 * (answers(nets, x).argmax(-1) != y).float().mean(1)


# %%
#| label: one-step
#| fold: "The code of one training step, and of what it is shown"
BATCH = 32  # pictures at one step
EVERY = 50  # steps between two looks at the validation error


def one_step(nets, x, y, memory, rates, step):
    """Adam: change all weights against their gradient."""
    for weight in nets:
        weight.requires_grad_(True)
    scores = answers(nets, x).flatten(0, 1)
    loss = F.cross_entropy(scores, y.flatten()) * len(x)
    slopes = torch.autograd.grad(loss, nets)
    for weight, slope, (first, second, mean) in zip(nets, slopes, memory):
        weight.requires_grad_(False)
        first.lerp_(slope, 0.1)
        second.lerp_(slope**2, 0.01)
        size = (second / (1 - 0.99**step)).sqrt() + 1e-8
        rate = rates.view(-1, *[1] * (weight.dim() - 1)) / (1 - 0.9**step)
        weight -= rate * first / size
        mean.lerp_(weight, 0.02)  # over the last fifty steps or so


def gather(jobs, most, turns):
    """All pictures in one heap, and which of them each step shows."""
    sets, orders, first = [], [], 0
    for kind, count, seed, _ in jobs:
        sets.append(sample(kind, count, seed))
        maker = torch.Generator().manual_seed(seed)
        order = torch.randint(count, (most, BATCH), generator=maker)
        if turns:  # one after the other, then again from the start
            order = (torch.arange(most * BATCH) % count).view(most, BATCH)
        orders.append(first + order)
        first += count
    x, y = (torch.cat(part) for part in zip(*sets))
    return x, y, torch.stack(orders)


# %% [markdown]
# ## Training until nothing gets better
#
# A fixed number of steps would favour small sets or easy networks. Instead each run goes on until 600 steps have brought no lower validation error (this is *early stopping*), and at most for 6,000 steps. What is kept is the network at its lowest validation error. Looked at are the average weights of the last fifty steps or so, which wobble less.

# %%
#| label: train
def train(name, jobs, most=6000, patience=600, turns=False, watch=None):
    """One network for each job (kind, count, seed, rate), side by side."""
    x, y, orders = gather(jobs, most, turns)
    checks = [validation(kind, seed) for kind, _, seed, _ in jobs]
    check_x, check_y = (torch.stack(part) for part in zip(*checks))
    rates = torch.tensor([job[3] for job in jobs])
    nets = [torch.stack(w) for w in zip(*[start(name, j[2]) for j in jobs])]
    memory = [[0 * weight, 0 * weight, 1 * weight] for weight in nets]
    best, log = [1 * weight for weight in nets], []
    lowest, since = torch.full(rates.shape, 101.0), torch.zeros(len(jobs))
    on = torch.arange(len(jobs))  # the networks that still learn
    for step in range(1, most + 1):
        now = orders[on, step - 1]
        one_step(nets, x[now], y[now], memory, rates[on], step)
        if step % EVERY == 0:
            mean = [part[2] for part in memory]
            wrong = error(mean, check_x[on], check_y[on])
            log.append((on.tolist(), wrong.tolist()))
            new = wrong < lowest[on]  # the lowest validation error so far?
            lowest[on[new]], since[on[new]] = wrong[new], step
            for kept, weight in zip(best, mean):
                kept[on[new]] = weight[new]
            if watch:
                watch(mean)
            go = step - since[on] < patience
            on, nets = on[go], [weight[go] for weight in nets]
            memory = [[m[go] for m in part] for part in memory]
            if len(on) == 0:
                break
    return {"best": best, "last": mean, "lowest": lowest, "log": log}


# %% [markdown]
# ## Three tries for each arm
#
# The best learning rate differs from set to set. Each arm of a comparison gets three tries with a seed of its own, and the rate with the lowest validation error is kept. The tries are printed.

# %%
#| label: arms
RATES = (0.003, 0.01, 0.03)  # three tries for each arm


def tested(nets, seeds, part="test"):
    """Error of each network on the test pictures of its seed."""
    errors = []
    for k, seed in enumerate(seeds):
        x, y = data[seed][part]
        errors.append(error([w[k : k + 1] for w in nets], x[None], y[None]))
    return torch.cat(errors).numpy()


def choose(name, arms, **settings):
    """The best of three rates for each arm, on the tuning seed."""
    jobs = []
    for kind, count in arms:
        jobs += [(kind, count, TUNING, rate) for rate in RATES]
    lowest = train(name, jobs, **settings)["lowest"]
    rows = lowest.view(len(arms), -1).numpy()
    for arm, row in zip(arms, rows):
        print(f"{name}, {arm}: {row.round(1)} % at rates {RATES}")
    return dict(zip(arms, [RATES[row.argmin()] for row in rows]))


def run(name, arms, rates, **settings):
    """Each arm with each seed; adds test errors, one row an arm."""
    jobs = []
    for arm in arms:
        jobs += [(*arm, seed, rates[arm]) for seed in SEEDS]
    runs = train(name, jobs, **settings)
    runs["seeds"] = [job[2] for job in jobs]
    runs["test"] = tested(runs["best"], runs["seeds"]).reshape(len(arms), -1)
    return runs


# %% [markdown]
# ## Learning curves
#
# A *learning curve* is the test error against the number of examples. With both axes logarithmic, a *power law* (each doubling of the data takes away the same share of the error) is a straight line. We fit one to the larger network from 100 to 1,600 pictures, for each seed by itself.

# %%
#| label: curves
curve, networks = {}, {}
for name, counts in (("small", COUNTS[::2]), ("larger", COUNTS)):
    rates = choose(name, [("clean", 400), ("clean", 6400)], most=3000)
    arms = [("clean", count) for count in counts]
    for arm in arms:  # each size takes the rate of the nearer tried one
        rates[arm] = rates["clean", 400 if arm[1] <= 1600 else 6400]
    networks[name] = run(name, arms, rates)
    for count, errors in zip(counts, networks[name]["test"]):
        curve[name, count] = errors

# A straight line on logarithmic axes, for each seed, up to 1,600 pictures.
rows = np.log([curve["larger", n] for n in COUNTS[:5]])
slope, height = np.polyfit(np.log(COUNTS[:5]), rows, 1)
law = np.exp(height + slope * np.log(COUNTS)[:, None])

# %% [markdown]
# Two rivals learn from the same pictures. The *linear model* adds up weighted pixels. The other uses what a person knows: the place does not matter. It cuts the digit out, along the box around the ink, and gives it to a support vector machine (a classic method for tables of numbers).

# %%
#| label: rivals
#| fold: "The code of two rivals: a linear model, and a person's idea with a support vector machine"
def crop(x):
    """The digit without its place: what lies in the box around the ink."""
    out = np.zeros((len(x), 8, 8))
    for canvas, frame in zip(x.numpy(), out):
        rows = np.flatnonzero(canvas.max(1) > 0.15)
        columns = np.flatnonzero(canvas.max(0) > 0.15)
        ink = canvas[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        top, left = (8 - ink.shape[0]) // 2, (8 - ink.shape[1]) // 2
        frame[top : top + len(ink), left : left + ink.shape[1]] = ink
    return out.reshape(len(x), -1)


def missed(model, view, count, seed, part):
    x, y = data[seed]["training"]
    model.fit(view(x[:count]), y[:count])
    x, y = data[seed][part]
    return 100 - 100 * model.score(view(x), y)


for name, kind in ("linear", LogisticRegression), ("crop", SVC):
    models = [kind(C=c, max_iter=2000) for c in (0.1, 1, 10)]
    look = (lambda x: x.flatten(1).numpy()) if name == "linear" else crop
    row = [missed(m, look, 1600, TUNING, "validation") for m in models]
    print(f"{name}, 1,600: {np.round(row, 1)} % at C = 0.1, 1, 10")
    model = models[np.argmin(row)]
    for n in COUNTS[::2]:
        row = [missed(model, look, n, seed, "test") for seed in SEEDS]
        curve[name, n] = np.array(row)

# %%
#| label: learning-curves
#| code-fold: true
#| code-summary: "Show the code of this figure"
#| fig-cap: "Test error against the number of training pictures, both axes logarithmic, mean and spread over the seeds. Left: who can use more data, and where does the larger network leave the dotted line? Right: what is it worth to know beforehand that the place does not matter?"
#| fig-alt: "Two panels from 100 to 12,800 pictures. Left: the linear model stays near the top; the small network falls and flattens; the larger network falls along a dotted straight line up to 1,600 pictures and lies above its continuation at the end. Right: the person's idea, to cut the digit out first, lies far below the larger network with few pictures, and the gap narrows."
STYLES = {
    "linear": (BASELINE, "s", "linear model"),
    "small": (VIOLET, "^", "small network"),
    "larger": (LEARNT, "o", "larger network"),
    "crop": (RIVAL, "D", "cut out first"),
}
fig, axes = plt.subplots(1, 2, figsize=(7.2, 2.9), layout="constrained")
for ax, names in zip(axes, (("linear", "small", "larger"), ("larger", "crop"))):
    ends = {}
    for name in names:
        colour, mark, words = STYLES[name]
        x = [n for n in COUNTS if (name, n) in curve]
        rows = [curve[name, n] for n in x]
        ends[words] = draw(ax, x, rows, color=colour, marker=mark)
    ticks(ax, [100, 400, 1600, 6400], [1, 2, 5, 10, 20, 50])
    ax.set(xlabel="training pictures", ylim=(1, 100))
    name_lines(ax, ends)
axes[0].plot(COUNTS, law.mean(1), ":", color=LEARNT)
claim(axes[0], "More data help those\nwho can use them", "test error, %")
claim(axes[1], "Knowledge can stand in\nfor data", "test error, %")
plt.show()
table = [{"pictures": f"{n:,}"} for n in COUNTS]
for row, n in zip(table, COUNTS):
    for name, (_, _, words) in STYLES.items():
        row[words] = summary(curve[name, n]) if (name, n) in curve else ""
display(JSON(table))

# %%
#| label: validation-curves
#| fold: "The validation curve of every run"
#| fig-cap: "Validation error of each run against training steps, one line a run, darker for more pictures. A run ends when 600 steps brought nothing better. Are the lines flat where they end?"
#| fig-alt: "Two panels of falling lines. Those of the larger network fall within a few hundred steps and are flat long before they end. Those of the small network fall more slowly and flatten after some thousand steps."
fig, axes = plt.subplots(1, 2, figsize=(7.2, 2.9), layout="constrained")
table = []
for ax, (name, runs) in zip(axes, networks.items()):
    ended = []
    for k in range(len(runs["seeds"])):
        errors = [wrong[on.index(k)] for on, wrong in runs["log"] if k in on]
        look = {"alpha": 0.2 + 0.8 * k / len(runs["seeds"]), "lw": 0.7}
        steps = EVERY * np.arange(1, len(errors) + 1)
        ax.plot(steps, errors, color=STYLES[name][0], **look)
        ended.append(int(steps[-1]))
    ax.set(yscale="log", xlabel="training steps", xlim=(0, 6100))
    ax.set_xticks([0, 3000, 6000], ["0", "3,000", "6,000"])
    ax.set_yticks([2, 5, 10, 20, 50], ["2", "5", "10", "20", "50"])
    ax.minorticks_off()
    claim(ax, f"The {name} network", "validation error, %")
    table.append({"network": name, "shortest run": f"{min(ended):,} steps"})
    table[-1]["longest run"] = f"{max(ended):,} steps"
    table[-1]["runs cut at 6,000"] = ended.count(6000)
plt.show()
display(JSON(table))

# %% [markdown]
# ## Learning by heart, as one curve
#
# Does a network that is trained on and on get worse? Here the larger network learns from 400 pictures for 1,000 steps, without stopping: with right labels, with a fifth of the labels wrong, and with labels drawn by lot. In the last set there is nothing to learn. *Overfitting* means that the training error still falls while the validation error rises.

# %%
#| label: overfitting
#| code-fold: true
#| code-summary: "Show the code of this figure"
#| fig-cap: "The larger network on 400 pictures, trained on and on, mean over the seeds. When some labels are wrong, where is it best to stop?"
#| fig-alt: "Three panels of training error, dashed, and validation error against steps. With right labels both fall; the training error reaches zero and the validation error stays low. With some labels wrong the training error goes to zero, while the validation error falls, turns and rises a little. With labels drawn by lot the training error goes to zero too, and the validation error stays at chance."
KINDS = {"clean": "Right labels", "wrong labels": "Some labels wrong"}
KINDS["labels by lot"] = "Labels by lot"
arms = [(kind, 400) for kind in KINDS]
forever = {"most": 1000, "patience": 9999}
rates, fit = choose("larger", arms, **forever), []
sets = [sample(kind, 400, seed) for kind in KINDS for seed in SEEDS]
x, y = (torch.stack(part) for part in zip(*sets))
forever["watch"] = lambda nets: fit.append(error(nets, x, y))
long = run("larger", arms, rates, **forever)
last = tested(long["last"], long["seeds"]).reshape(3, -1)
lines = {"validation": ([wrong for _, wrong in long["log"]], LEARNT, "-")}
lines["training"] = (torch.stack(fit), VIOLET, "--")
fig, axes = plt.subplots(1, 3, figsize=(10.8, 2.9), layout="constrained")
table = []
for k, (ax, title) in enumerate(zip(axes, KINDS.values())):
    ends = {}
    for name, (errors, colour, dash) in lines.items():
        mean = np.array(errors).reshape(-1, 3, len(SEEDS))[:, k].mean(1)
        ax.plot(EVERY * np.arange(1, len(mean) + 1), mean, dash, color=colour)
        ends[name] = 1000, mean[-1], colour
    ax.set(xlabel="training steps", ylim=(-3, 100), xticks=[0, 500, 1000])
    name_lines(ax, ends)
    claim(ax, title, "error, %")
    table.append({"labels": title, "test error, best": summary(long["test"][k])})
    table[-1]["test error after 1,000 steps"] = summary(last[k])
plt.show()
display(JSON(table))

# %% [markdown]
# ## What sets are worth
#
# Now the larger network learns from sets of different make. Copies are real copies: 400 pictures, each four times. "400 digits × 4" are 1,600 new canvases of the same 400 handwritten digits. The last comparison fixes the computing: 12,800 pictures are shown in all, once each, or fewer of them in several passes.

# %%
#| label: sets
arms = [("copies", 1600), ("same digits", 1600), ("some leaning", 1600)]
arms += [("wrong labels", 1600), ("wrong labels", 6400)]
set_rates = choose("larger", arms, most=3000)
mixed = run("larger", arms, set_rates)
worth = dict(zip(arms, mixed["test"]))
worth["clean", 400] = curve["larger", 400]
worth["clean", 1600] = curve["larger", 1600]

# The same 12,800 pictures shown in all: one pass, or several through fewer.
PASSES = {1: 12800, 4: 3200, 16: 800, 64: 200}
arms = [("clean", count) for count in PASSES.values()]
in_turn = {"most": 400, "patience": 9999, "turns": True}
rates = choose("larger", arms, **in_turn)
rows = run("larger", arms, rates, **in_turn)
passes = tested(rows["last"], rows["seeds"]).reshape(4, -1)

# Tests from other worlds: digits that lean, and digits in paler ink.
shift = {}
for part in ("test", "paler test", "leaning test"):
    runs = networks["larger"]
    shift[part] = tested(runs["best"], runs["seeds"], part).reshape(8, -1)
    rows = tested(mixed["best"], mixed["seeds"], part).reshape(5, -1)
    shift[part, "mixed"] = rows[2]

# %%
#| label: worth
#| code-fold: true
#| code-summary: "Show the code of this figure"
#| fig-cap: "Left: what sets of pictures are worth to the larger network; each point is a seed. Right: 12,800 pictures shown in all, in one pass or in several passes through fewer, mean and spread. What do copies add, and from how many passes on does it hurt?"
#| fig-alt: "Left: test errors of six training sets. 400 pictures and the same 400 each four times are level. 1,600 new canvases of 400 digits are lower, 1,600 canvases of 1,200 digits lower still. With wrong labels the errors are higher. Right: a line that rises little from one pass to four, and steeply to 64."
part = f"{100 * WRONG:.0f} % wrong"
SETS = {
    ("clean", 400): "400 pictures",
    ("copies", 1600): "400 × 4 copies",
    ("same digits", 1600): "400 digits × 4",
    ("clean", 1600): "1,600 pictures",
    ("wrong labels", 1600): f"1,600, {part}",
    ("wrong labels", 6400): f"6,400, {part}",
}
fig, axes = plt.subplots(1, 2, figsize=(7.2, 2.9), layout="constrained")
for row, arm in enumerate(SETS):
    where = [row] * len(worth[arm])
    axes[0].plot(worth[arm], where, "o", color=LEARNT, alpha=0.6)
axes[0].set(ylim=(5.5, -0.5), xlim=(0, None), xlabel="test error, %")
axes[0].set_yticks(range(6), SETS.values())
claim(axes[0], "Copies add nothing,\nnew pictures do")
draw(axes[1], list(PASSES), passes, color=LEARNT, marker="o")
ticks(axes[1], list(PASSES))
axes[1].set(ylim=(0, None), xlabel="passes through the pictures")
claim(axes[1], "A few repeats cost little,\nmany cost a lot", "test error, %")
plt.show()
table = [{"set": SETS[arm], "test error, %": summary(worth[arm])} for arm in SETS]
for (k, n), row in zip(PASSES.items(), passes):
    table.append({"set": f"{n:,} pictures, {k} passes"})
    table[-1]["test error, %"] = summary(row)
display(JSON(table))

# %% [markdown]
# ## A kind that is missing
#
# *Representative* data are like those on which the model will be used. We test the same networks on two other worlds: the same test pictures in ink half as dark, and test digits that lean by 30 to 50 degrees, a kind that training lacked. Then we exchange some of the upright training pictures for leaning ones.

# %%
#| label: missing-kind
#| code-fold: true
#| code-summary: "Show the code of this figure"
#| fig-cap: "Left: the larger network, trained on ever more upright digits, in three tests; mean and spread. Right: 1,600 training pictures, of which none or some lean; each point is a seed. Which helps more, more pictures or other pictures?"
#| fig-alt: "Left: with more training pictures the error on digits like those of training falls steeply; in paler ink it falls and flattens well above; on digits that lean it stays high. Right: when a tenth of 1,600 training pictures lean, the error on leaning digits is far lower than when none do, and the error on upright digits is about the same."
TESTS = {"leaning test": ("leaning", ROSE, "s")}
TESTS |= {"paler test": ("paler", BLUE, "^"), "test": ("upright", LEARNT, "o")}
fig, axes = plt.subplots(1, 2, figsize=(7.2, 2.9), layout="constrained")
lines, points, table = {}, {}, []
for part, (name, colour, mark) in TESTS.items():
    rows, after = shift[part][2:7], shift[part, "mixed"]
    look = {"color": colour, "marker": mark}
    lines[name] = draw(axes[0], COUNTS[2:7], rows, **look)
    table.append({"test": name})
    for n, row in zip(COUNTS[2:7], rows):
        table[-1][f"{n:,} upright"] = summary(row)
    table[-1]["1,600, some lean"] = summary(after)
    if part != "paler test":
        pair = np.array([rows[2], after])
        axes[1].plot([0, 1], pair, ls="", alpha=0.6, **look)
        points[name] = 1.1, after.mean(), colour
ticks(axes[0], [400, 1600, 6400])
axes[1].set_xticks([0, 1], ["none lean", f"{100 * SHARE:.0f} % lean"])
axes[1].set(xlim=(-0.4, 1.4), xlabel="1,600 training pictures")
for ax, ends in zip(axes, (lines, points)):
    ax.set_ylim(0, 90)
    name_lines(ax, ends)
claim(axes[0], "More of the same\ndoes not teach the rest", "error, %")
claim(axes[1], "A few of the\nmissing kind do", "error, %")
plt.show()
display(JSON(table))

# %% [markdown]
# ## What to see
#
# - **Who can use data.** From 1,600 to 6,400 pictures the linear model goes from [? %](#linear-1600) to [? %](#linear-6400) error, with [? %](#weights-linear) weights. The small network goes from [? %](#small-1600) to [? %](#small-6400), with [? %](#weights-small) weights; the larger one from [? %](#large-1600) to [? %](#large-6400), with [? %](#weights-larger). It is the form and the size together.
# - **What limits them.** With 6,400 pictures the small network errs on [? %](#small-6400-training) of its own *training* pictures: it has nearly used up its weights. The larger one, with 12,800, errs on [? %](#large-12800-training) of its training pictures, and on [? %](#large-12800) of new ones. Here the data are the limit.
# - **A power law, for a while.** The fitted line takes away [? %](#doubling) of the error at each doubling. Continued to 12,800 it promises [? %](#law-12800). The measured error is higher, by [? %](#bends-difference).
# - **Knowledge stands in for data.** With 400 pictures the person's idea errs on [? %](#crop-400), the network on [? %](#large-400). With 6,400 it is [? %](#crop-6400) against [? %](#large-6400).
# - **Learning by heart.** With a fifth of the labels wrong the test error is [? %](#wrong-early) at the best step and [? %](#wrong-late) at the end. With labels by lot the training error is [? %](#lot-training) and the test error [? %](#lot-late).
# - **Copies.** 400 pictures, each four times, give [? %](#copies-1600); once each, [? %](#clean-400). New canvases of the same digits give [? %](#same-digits-1600), of 1,200 digits [? %](#clean-1600).
# - **Wrong labels.** 1,600 pictures with a fifth wrong give [? %](#wrong-1600). With 6,400 it is [? %](#wrong-6400), against [? %](#clean-1600) for 1,600 right ones.
# - **Passes.** Four passes cost [? %](#four-passes-difference), 64 passes [? %](#many-passes-difference).
# - **The missing kind.** From 400 to 6,400 upright pictures the error on leaning digits goes from [? %](#leaning-400) to [? %](#leaning-6400). With 1,600 pictures of which a tenth lean it is [? %](#mixed-leaning). On upright digits these err on [? %](#mixed-upright), those that are all upright on [? %](#clean-1600).
#
# ## What would be wrong to conclude
#
# - *"Error falls as a power law."* It did over four doublings of one task. A straight line through five points is a summary, not a law.
# - *"The exponent is a constant of nature."* Ours is [? %](#exponent), for an error in per cent, on this task, with this network. The exponents published for language are of another quantity, a loss, and cannot be set beside it.
# - *"The bend is the floor of the task."* From 1,200 pictures on the same digits come again, and the network is small. A better method reaches [? %](#crop-6400) from 6,400 pictures.
# - *"Early stopping cures wrong labels."* It cured a little. With right labels the same network errs on [? %](#right-early).
# - *"Wrong labels are harmless if there are enough."* Ours were wrong at random. Mistakes that follow a rule are learnt like everything else.
# - *"Repeating is free."* It depends on how far the passes go, and on the model.
#
# ## When this fails
#
# More data do not help when the model is too small, when the new data are copies of the old, and when they lack the kind that the model will meet. Nothing in the training or validation error shows the last case: the networks that fail on leaning digits had the lowest validation errors of this lab.
#
# ## Exercises
#
# 1. In the cell `kinds`, change `WRONG = 0.2` to `WRONG = 0.5`. Predict the test error with 1,600 pictures, then run the lab or open the answer.
# 2. In the cell `kinds`, change `SHARE = 0.1` to `SHARE = 0.02`: only 32 of 1,600 pictures lean. What will the error on leaning digits be?
# 3. From the fitted line: about how many pictures would the larger network need for half the error that the line promises at 12,800? Why should you not believe the answer?
# 4. A network has a training error of 0 % and a test error of 20 %. Has it overfitted?

# %%
#| label: exercise-wrong
#| fold: "Answer to exercise 1"
#| edit-cell: kinds
#| edit-old: "WRONG = 0.2"
#| edit-new: "WRONG = 0.5"
#| edit-gives: {wrong-1600: exercise-wrong-1600}
arm = [("wrong labels", 1600)]
WRONG = 0.5
half_wrong = run("larger", arm, set_rates)["test"][0]
WRONG = 0.2
print(f"1,600 pictures, half of the labels wrong: {summary(half_wrong)} %")
print(f"a fifth wrong: {summary(worth[arm[0]])} %; chance: 90 %")

# %%
#| label: exercise-leaning
#| fold: "Answer to exercise 2"
#| edit-cell: kinds
#| edit-old: "SHARE = 0.1"
#| edit-new: "SHARE = 0.02"
#| edit-gives: {mixed-leaning: exercise-few-leaning}
SHARE = 0.02
few = run("larger", [("some leaning", 1600)], set_rates)
SHARE = 0.1
few_leaning = tested(few["best"], few["seeds"], "leaning test")
print(f"Error on leaning digits, 32 of 1,600 leaning: {summary(few_leaning)} %")
print(f"160 leaning: {summary(shift['leaning test', 'mixed'])} %")
print(f"none leaning: {summary(shift['leaning test'][4])} %")

# %% [markdown]
# ??? success "Answer to exercise 3"
#     The line takes away [? %](#doubling) at a doubling, so half of the error takes between one and two doublings: about 25,000 to 50,000 pictures. The measured curve has left the line before that, so the true number is larger, or there is none.
#
# ??? success "Answer to exercise 4"
#     One cannot tell from these two numbers. It knows its examples by heart, and it generalises to four of five new ones. Overfitting shows in the validation curve: has the error been lower at an earlier step?
#
# ## Results

# %%
#| label: numbers
#| fold: "The code that keeps the numbers for the pages"
found = {}


def keep(name, what, values, unit="%"):
    """Mean, spread, and the value of each seed."""
    values = np.atleast_1d(values).astype(float)
    many = len(values) > 1
    found[name] = {"what": what, "value": values.mean(), "unit": unit}
    found[name]["spread"] = values.std(ddof=1) if many else None
    found[name]["n"] = len(values)
    found[name]["values"] = values.round(4).tolist() if many else None
    found[name]["interval"] = None


for (name, n), errors in curve.items():
    key = f"{name.replace('larger', 'large')}-{n}"
    keep(key, f"{STYLES[name][2].capitalize()}, {n:,} pictures", errors)
for before, n in zip(COUNTS, COUNTS[1:]):
    part = 100 - 100 * curve["larger", n] / curve["larger", before]
    keep(f"taken-{n}", f"Share taken by the doubling to {n:,}", part)
for name, arm in (("small", ("clean", 6400)), ("larger", ("clean", 12800))):
    runs, rows = networks[name], []
    for k, seed in list(enumerate(runs["seeds"]))[-len(SEEDS) :]:
        x, y = sample(*arm, seed)
        rows.append(error([w[k : k + 1] for w in runs["best"]], x[None], y[None]))
    key = f"{name.replace('larger', 'large')}-{arm[1]}-training"
    keep(key, f"{name.capitalize()} network, error on its training pictures", rows)

# %%
#| label: more-numbers
#| fold: "More of that code"
keep("exponent", "Exponent of the fitted line", -slope, "")
keep("doubling", "Taken by a doubling on that line", 100 * (1 - 2**slope))
keep("law-12800", "What the line promises at 12,800 pictures", law[-1])
for name in WIDTHS:
    count = sum(weight.numel() for weight in start(name, 0))
    keep(f"weights-{name}", f"Weights and biases, {name} network", count, "")
keep("weights-linear", "Weights and biases, linear model", 10 * 145, "")
for (kind, n), errors in worth.items():
    key = kind.replace(" labels", "").replace(" ", "-")
    keep(f"{key}-{n}", f"Larger network, {n:,} pictures, {kind}", errors)
for k, errors in zip(PASSES, passes):
    keep(f"passes-{k}", f"12,800 pictures shown in {k} passes", errors)
for part, (name, _, _) in TESTS.items():
    errors = shift[part, "mixed"]
    keep(f"mixed-{name}", f"Some of 1,600 lean, error on {name}", errors)
    for n, errors in zip(COUNTS[2:7], shift[part][2:7]):
        keep(f"{name}-{n}", f"{n:,} upright, error on {name}", errors)
for k, name in enumerate(("right", "wrong", "lot")):
    what = f"400 pictures, labels {name}, "
    keep(f"{name}-early", what + "test error at the best step", long["test"][k])
    keep(f"{name}-late", what + "test error at the end", last[k])
    end = fit[-1].view(3, -1)[k]
    keep(f"{name}-training", what + "training error at the end", end)
keep("exercise-wrong-1600", "1,600 pictures, half wrong", half_wrong)
keep("exercise-few-leaning", "32 of 1,600 lean, on leaning", few_leaning)

# %%
#| label: claims
#| code-fold: true
#| code-summary: "Show what the lesson page claims, with the differences that it rests on"
SAID = """
more-pictures large-100 large-6400 20 More pictures lower the error
small-limited small-6400 large-6400 5 The small network is limited
bends large-12800 law-12800 0.6 The curve has left the line at 12,800
knowledge large-400 crop-400 6 At 400, cutting out beats the network
copies large-400 copies-1600 2 Copies: no difference seen
new-canvases copies-1600 same-digits-1600 3 New canvases beat copies
new-digits same-digits-1600 large-1600 1 New digits beat new canvases
stop-early wrong-late wrong-early 1 Early stopping helps, wrong labels
four-passes passes-4 passes-1 0.3 Four passes cost a little
many-passes passes-64 passes-1 10 Sixty-four passes cost a lot
missing-kind leaning-1600 mixed-leaning 15 A few of the kind help
"""
claims = {}
for line in SAID.strip().split("\n"):
    name, more, less, least, what = line.split(" ", 4)
    values = np.subtract(found[more]["values"], found[less]["values"])
    claims[name] = {"what": what, "unit": "points", "least": float(least)}
    claims[name]["direction"] = "none" if name == "copies" else "more"
    claims[name]["differences"] = values.round(3).tolist()
    keep(f"{name}-difference", what, values, "points")
    reach = student.ppf(0.975, len(values) - 1) * values.std(ddof=1)
    reach /= len(values) ** 0.5
    around = [values.mean() - reach, values.mean() + reach]
    found[f"{name}-difference"]["interval"] = around
display(JSON(claims))

# %%
#| label: results
#| code-fold: true
display(JSON(found))
