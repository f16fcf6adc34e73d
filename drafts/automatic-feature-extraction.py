# ---
# title: "Lab: automatic feature extraction"
# description: Hand-made features, features learnt without labels, and a network, on the same digits and chords, with the cases where each wins.
# minutes: 30
# question: What does a network find that a person would have had to design?
# card: three-settings
# headline: cluttered-cnn
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
# # Lab: automatic feature extraction
#
# A *feature* is something you compute from raw data because it helps with a task: the number of edges in a picture, the
# pitch of a tone. People used to design features by hand. A deep network finds its own while it trains. In this lab
# both sides work on the same data, each as well as we could set it up, and you see when each of them wins.
#
# The lesson page is [automatic feature extraction](../lesson/automatic-feature-extraction.md).
#
# ## What we ask
#
# We take real handwritten digits (8 by 8 pixels, part of scikit-learn) and make the task harder in two steps:
#
# 1. **centred**: the digit fills the picture, as somebody has already cut it out for us
# 2. **shifted**: the digit stands somewhere on a canvas of 24 by 24 pixels
# 3. **cluttered**: the same, and pieces of other digits lie around
#
# On each we compare raw pixels, ideas of people, features learnt without labels, and a small convolutional network
# (*CNN*), which learns its features and its decision together. Chance is 10 %: there are ten digits. Then we look at
# what the network has learnt, and ask the same of sounds.
#
# ## Make a guess
#
# ??? question "With 100 labelled pictures, which of the three settings will the CNN win? And with 1,200?"
#     Decide before you look. A good guess says *why*: what would a person have to know to solve the setting by hand?
#     The answer is not "everywhere": with 100 pictures it wins nowhere here, with 1,200 in the last setting alone.

# %%
#| label: setup
# pip install ipython matplotlib numpy scikit-image scikit-learn torch
import sys
from copy import deepcopy
from importlib.metadata import version

import matplotlib.pyplot as plt
import numpy as np
import torch
from IPython.display import JSON, display
from scipy.stats import t as student
from skimage.feature import hog
from skimage.measure import label
from skimage.transform import resize, rotate
from sklearn.cluster import KMeans
from sklearn.datasets import load_digits
from sklearn.svm import SVC
from torch import nn

torch.set_num_threads(1)
SEEDS = range(5)  # change or lengthen this line
TUNING_SEED = max(SEEDS) + 1  # methods are set up on it, never judged
print("Python", sys.version.split()[0])
for name in ("numpy", "scikit-image", "scikit-learn", "torch"):
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
# ## The pictures
#
# The digits are split *before* any canvas is made, so no digit is on both sides. The same 13 people wrote them all,
# though, and each stands on both sides: the writing of somebody new would be read worse.
#
# Three parts have three jobs. Methods learn from the *training* digits. How a method is set up is decided on the
# *validation* digits. The *test* digits are looked at once, at the end.

# %%
#| label: pictures
digits = load_digits()
images = (digits.images / 16).astype("float32")  # 0 is paper, 1 is ink
SIDE = 24  # of a canvas, in pixels
ORDER = np.arange(64)  # of the pixels of a centred digit


def split(seed):
    """Digits for training (1,080), validation (270) and test (447)."""
    order = np.random.default_rng(seed).permutation(len(images))
    parts = np.split(order, [1080, 1350])
    return [(images[part], digits.target[part]) for part in parts]


def put(canvas, piece, rng):
    """Lay a small picture on a canvas, at a random place."""
    size = len(piece)
    row, column = rng.integers(SIDE - size + 1, size=2)
    place = canvas[row:row + size, column:column + size]
    np.maximum(place, piece, out=place)


def make_canvases(part, count, clutter, rng):
    """Canvases with one digit each and with pieces of other digits."""
    pictures, names = part
    chosen = rng.integers(len(pictures), size=count)
    canvases = np.zeros((count, SIDE, SIDE), "float32")
    for canvas, number in zip(canvases, chosen):
        for other in rng.integers(len(pictures), size=clutter):
            row, column = rng.integers(5, size=2)
            piece = pictures[other][row:row + 4, column:column + 4]
            put(canvas, piece, rng)
        put(canvas, pictures[number], rng)
    return canvases, names[chosen]


# %%
#| label: sample-canvases
#| code-fold: true
#| code-summary: "Show the code of this figure"
#| fig-cap: "The three settings. In the last one, ask yourself how you know which strokes belong to the digit."
#| fig-alt: "Three panels of twelve small pictures each. Centred digits fill their frame. Shifted digits are small and stand anywhere on an empty canvas. Cluttered ones have stray pieces of other digits around them, and some touch the digit."
part = split(SEEDS[0])[0]
rng = np.random.default_rng(SEEDS[0])
shown = [
    ("Centred: cut out already,\n8 by 8 pixels", part[0][:12]),
    ("Shifted: somewhere on\na canvas of 24 by 24", make_canvases(part, 12, 0, rng)[0]),
    ("Cluttered: and pieces of\nother digits lie around", make_canvases(part, 12, 3, rng)[0]),
]
fig, axes = plt.subplots(1, 3, figsize=(10.8, 2.9), layout="constrained")
for ax, (words, pictures) in zip(axes, shown):
    strip(ax, [0.07 + 0.93 * picture for picture in pictures], 4)
    claim(ax, words)
plt.show()

# %% [markdown]
# ## Features that people design
#
# - **raw pixels**: no feature at all, all 576 numbers go to the classifier
# - **ink box**: all ink belongs to the digit; cut out the box around it, scale it to 8 by 8 pixels
# - **largest blob**: the digit is the largest connected piece of ink; cut that out and leave the rest behind
# - **HOG of the blob**: on that blob, count how much edge of which direction is where (*histogram of oriented
#   gradients*, for years the standard feature for pictures)
#
# The classifier behind each is a support vector machine (*SVM*), a strong one for tables of numbers.

# %%
#| label: hand-made
def cut(picture, mask):
    """The part of a picture inside the smallest box around the mask."""
    rows = np.flatnonzero(mask.any(axis=1))
    columns = np.flatnonzero(mask.any(axis=0))
    return picture[rows[0]:rows[-1] + 1, columns[0]:columns[-1] + 1]


def ink_box(picture):
    """One idea: all ink belongs to the digit."""
    return cut(picture, picture > 0.15)


def largest_blob(picture):
    """A better one: the digit is the largest connected piece of ink."""
    pieces = label(picture > 0.15, connectivity=1)
    sizes = np.bincount(pieces.ravel())
    mask = pieces == sizes[1:].argmax() + 1  # piece 0 is the paper
    return cut(picture * mask, mask)


def scaled(pictures, rule, side):
    """Cut each picture by a rule, then scale it to a square."""
    return np.stack([resize(rule(picture), (side, side)) for picture in pictures])


def edges(squares):
    """HOG: how much edge of which direction stands where."""
    return np.stack([hog(square, 9, (4, 4), (2, 2)) for square in squares])


# %% [markdown]
# ## Features learnt without labels
#
# **Visual words** are 400 typical patches of 6 by 6 pixels, found by clustering the patches of the training pictures.
# A picture is then described by how well each word fits, at its best place and on average. Nobody wrote these features
# and no label was used: they are learnt, but not for this task.

# %%
#| label: visual-words
def patches_of(canvas):
    """All 361 patches of 6 by 6 pixels of a canvas."""
    windows = np.lib.stride_tricks.sliding_window_view(canvas, (6, 6))
    return windows.reshape(-1, 36)


def learn_words(canvases, seed):
    """400 typical patches of the first canvases. No label is used."""
    patches = np.concatenate([patches_of(c) for c in canvases[:400]])
    patches = patches[patches.std(axis=1) > 0.1]  # empty paper is no word
    rng = np.random.default_rng(seed)
    some = rng.choice(patches, min(6000, len(patches)), replace=False)
    found = KMeans(400, n_init=1, max_iter=10, random_state=seed).fit(some)
    return found.cluster_centers_.astype("float32")


def word_features(canvases, words):
    """How well each word fits, at its best place and on average."""
    rows = []
    for canvas in canvases:
        patches = patches_of(canvas)
        own = (patches**2).sum(axis=1)[:, None] + (words**2).sum(axis=1)
        far = np.sqrt(np.maximum(own - 2 * patches @ words.T, 0))
        fit = np.maximum(far.mean(axis=1, keepdims=True) - far, 0)
        rows.append(np.concatenate([fit.max(axis=0), fit.mean(axis=0)]))
    return np.stack(rows)


# %% [markdown]
# ## Features learnt for the task
#
# The **CNN** has three layers of small filters that slide over the picture, and about 24,000 weights. They start as
# random numbers, and nobody tells the network what to look for. People did decide that filters are small, that the same
# ones serve every place (*convolution*), and that the last step keeps the best fit of each feature, wherever it is
# (*global pooling*). How much is that shape alone worth? The control is the **untrained network**: the same network
# with its random weights, and an SVM on its 64 features.

# %%
#| label: network
def network(side, anywhere=True):
    """A CNN for square pictures of that side.

    With `anywhere` its last step keeps how well each of 64 features fits
    at its best place, and forgets where that place is.
    """
    first = 2 if side == SIDE else 1  # pooling by 1 changes nothing
    left = side // first // 2  # the side of the picture after the layers
    last = left if anywhere else 1
    layers = []
    for inputs, outputs, pool in ((1, 16, first), (16, 32, 2), (32, 64, 1)):
        layers += [nn.Conv2d(inputs, outputs, 3, padding=1), nn.MaxPool2d(pool)]
        layers += [nn.BatchNorm2d(outputs), nn.ReLU()]
    layers += [nn.MaxPool2d(last), nn.Flatten()]
    layers += [nn.Linear(64 * (left // last) ** 2, 10)]
    net = nn.Sequential(*layers)
    return net.to(memory_format=torch.channels_last)  # twice as fast


def tensor(pictures):
    """Pictures as a network wants them, with one channel."""
    return torch.from_numpy(np.ascontiguousarray(pictures))[:, None]


def untrained_features(net, pictures):
    """The 64 features of a network that has learnt nothing."""
    with torch.no_grad():
        return net.train()[:-1](tensor(pictures)).numpy()


# %%
#| label: training
STEPS = 600  # of training; half of them where little is to be learnt from


def accuracy(net, pictures, names):
    """The share of pictures that are read rightly, in %."""
    with torch.no_grad():
        guesses = net.eval()(tensor(pictures)).argmax(1).numpy()
    return 100 * np.mean(guesses == names)


def train(net, pictures, names, rate, steps, watch=None):
    """Train in steps of 32 pictures; give back the curve of `watch`."""
    x, y = tensor(pictures), torch.from_numpy(names)
    optimiser = torch.optim.AdamW(net.parameters(), weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, steps, pct_start=0.2)
    curve = []
    for step in range(steps):
        batch = torch.randint(len(x), (32,))
        loss = nn.functional.cross_entropy(net.train()(x[batch]), y[batch])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        if watch and step % 50 == 49:
            curve.append(accuracy(net, *watch))
    return curve


def svm(width, a, ya, b, yb):
    """Accuracy on b, in %, of an SVM that learnt from a."""
    gamma = width / (a.shape[1] * a.var())
    return 100 * SVC(C=100, gamma=gamma).fit(a, ya).score(b, yb)


# %% [markdown]
# Each method has one knob: the SVM's *width* (how far the influence of an example reaches), the CNN's *learning rate*.
# Each knob gets three tries, judged on the validation digits of one seed that is not used afterwards, and anew for each
# setting and number of pictures. All else (filters, words, cells of HOG) was fixed beforehand.

# %%
#| label: tries
#| fold: "How the three tries of a method are made and judged"
METHODS = ["raw pixels", "ink box", "largest blob", "HOG of the blob"]
METHODS += ["visual words", "untrained network", "CNN"]
table, curves, best = {}, {}, {}  # results, curves, chosen knobs


def three_tries(methods):
    """Rates for a network that trains, widths for an SVM."""
    rates, widths = (0.01, 0.03, 0.1), (0.3, 1, 3)
    return [(m, k) for m in methods for k in (rates if "CNN" in m else widths)]


def choose(found, title):
    """Print all tries and give back the best knob of each method."""
    chosen = {}
    print(title)
    for method in dict.fromkeys(method for method, _ in found):
        mine = {k: v for (m, k), v in found.items() if m == method}
        chosen[method] = max(mine, key=mine.get)
        scores = "  ".join(f"{k:g}: {v:5.1f} %" for k, v in mine.items())
        print(f"   {method:25}{scores}  -> {chosen[method]:g}")
    return list(chosen.items())


# %% [markdown]
# ## Centred digits, and a push of one pixel
#
# On centred digits nothing is left to find, as we shall see: all methods tie. Are their features equally good, then?
# We show the trained classifiers the same test digits moved by one pixel, or turned by 15 or 30 degrees. A second CNN
# tells what the last pooling is worth: it is the same, but keeps *where* each feature fits.

# %%
#| label: centred
#| fold: "How digits are pushed and turned, and the three tries of each method"
CENTRED = ["raw pixels", "HOG", "CNN without last pooling", "CNN"]
MOVES = {
    "as they are": lambda p: p,
    "pushed": lambda p: np.pad(p, ((0, 0), (1, 0)))[:, :8],
    "turned by 15°": lambda p: rotate(p, 15),
    "turned by 30°": lambda p: rotate(p, 30),
}


def centred(seed, judge, tries):
    """Accuracies of each try: on the digits as they are, and moved."""
    (a, ya), (b, yb) = split(seed)[0], split(seed)[judge]
    sets = [a] + [np.stack([move(p) for p in b]) for move in MOVES.values()]
    sets = [x.reshape(-1, 64)[:, ORDER].astype("float32") for x in sets]
    squares, found = [x.reshape(-1, 8, 8) for x in sets], {}
    for method, knob in tries:
        torch.manual_seed(seed)
        if "CNN" in method:
            net = network(8, anywhere=method == "CNN")
            curve = train(net, squares[0], ya, knob, STEPS // 2, (squares[1], yb))
            curves.setdefault((method, knob), curve)
            found[method, knob] = [accuracy(net, x, yb) for x in squares[1:]]
            continue
        x = [edges(scaled(s, np.asarray, 16)) for s in squares] if method == "HOG" else sets
        found[method, knob] = [svm(knob, x[0], ya, z, yb) for z in x[1:]]
    return found


found = centred(TUNING_SEED, 1, three_tries(CENTRED))
best["centred"] = choose({k: v[0] for k, v in found.items()}, "centred, 1,080 pictures")

# %%
#| label: one-pixel
#| code-fold: true
#| code-summary: "Show the code of this figure"
#| fig-cap: "Methods that tie on clean digits part after a push of one pixel. Compare the two CNNs with each other."
#| fig-alt: "Two panels of test accuracy for four methods that were trained on centred digits. Pushed by one pixel: raw pixels fall to about half, HOG and the CNN without its last pooling fall less, the CNN with it stays near the top. Turned by 30 degrees: all four fall to about half."
def pm(values):
    """Mean and standard deviation over the seeds, as words."""
    return f"{np.mean(values):.1f} ± {np.std(values, ddof=1):.1f}"


def dots(ax, rows, chance):
    """A row for each method: its seeds, pale, and their mean."""
    for place, (name, values, colour, marker) in enumerate(rows):
        ax.plot(values, [place] * len(values), marker, color=colour, alpha=0.3)
        ax.plot(np.mean(values), place, marker, color=colour, ms=9)
    ax.axvline(chance, color=BASELINE, ls="--", lw=1.2)
    ax.annotate("chance", (chance, len(rows) - 0.55), (4, 0), textcoords="offset points", color=BASELINE)
    ax.set(xlim=(0, 106), ylim=(len(rows) - 0.4, -0.5), yticks=range(len(rows)))
    ax.set_yticklabels([row[0] for row in rows])
    ax.grid(axis="x")
    ax.grid(visible=False, axis="y")


for seed in SEEDS:
    for (method, _), values in centred(seed, 2, best["centred"]).items():
        for move, value in zip(MOVES, values):
            table.setdefault((move, method), []).append(value)
four = list(zip(CENTRED, (BASELINE, RIVAL, BLUE, LEARNT), "svDo"))
fig, axes = plt.subplots(1, 2, figsize=(7.2, 2.9), layout="constrained")
for ax, move in zip(axes, ("pushed", "turned by 30°")):
    dots(ax, [(m.replace("without ", "without\n"), table[move, m], *look) for m, *look in four], 10)
claim(axes[0], "Pushed by one pixel:\nthe last pooling holds", "test accuracy, %")
claim(axes[1], "Turned by 30 degrees:\nall four fall", "test accuracy, %")
plt.show()
display(JSON([{"method": m} | {move: pm(table[move, m]) for move in MOVES} for m in CENTRED]))

# %% [markdown]
# ## Shifted and cluttered digits
#
# Now all methods on canvases. A seed changes the split of the digits, the canvases, the words, the initial weights and
# the order of training, and all methods share them.

# %%
#| label: comparison
CLUTTER = 3  # pieces of other digits on a cluttered canvas
CELLS = [("shifted", 100), ("shifted", 1200)]
CELLS += [("cluttered", 100), ("cluttered", 400), ("cluttered", 1200)]


def views(canvases, words, net):
    """What each method but the CNN hands to its classifier."""
    lists = {"raw pixels": canvases}
    lists["ink box"] = scaled(canvases, ink_box, 8)
    lists["largest blob"] = scaled(canvases, largest_blob, 8)
    lists["HOG of the blob"] = edges(scaled(canvases, largest_blob, 16))
    lists["visual words"] = word_features(canvases, words)
    lists["untrained network"] = untrained_features(net, canvases)
    return {name: x.reshape(len(x), -1) for name, x in lists.items()}


def compare(setting, n, seed, judge, tries):
    """Accuracy of each try, judged on validation (1) or test digits (2);
    then the network before and after training, and the canvases."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    clutter = CLUTTER if setting == "cluttered" else 0
    a, ya = make_canvases(split(seed)[0], n, clutter, rng)
    b, yb = make_canvases(split(seed)[judge], 600, clutter, rng)
    words, net, found = learn_words(a, seed), network(SIDE), {}
    left, right = views(a, words, net), views(b, words, net)
    for method, knob in tries:
        if method != "CNN":
            found[method, knob] = svm(knob, left[method], ya, right[method], yb)
            continue
        trained = deepcopy(net)
        steps = STEPS if n > 100 else STEPS // 2
        watch = (b[:300], yb[:300]) if judge == 1 else None
        curve = train(trained, a, ya, knob, steps, watch)
        curves.setdefault((setting, n, knob), curve)
        found[method, knob] = accuracy(trained, b, yb)
    return found, (net, trained, b, yb)


# %%
#| label: run
#| fold: "The three tries of each method, and the run over all seeds"
for cell in CELLS:
    found, _ = compare(*cell, TUNING_SEED, 1, three_tries(METHODS))
    best[cell] = choose(found, f"{cell[0]}, {cell[1]:,} pictures")
kept = []
for seed in SEEDS:
    for cell in CELLS:
        found, last = compare(*cell, seed, 2, best[cell])
        for (method, _), value in found.items():
            table.setdefault((*cell, method), []).append(value)
    kept.append(last)  # of the last cell: cluttered, 1,200 pictures

# %%
#| label: three-settings
#| code-fold: true
#| code-summary: "Show the code of this figure"
#| fig-cap: "One task made harder twice. Look at who is on top in each panel, and how many labelled pictures that took."
#| fig-alt: "Three panels of test accuracy. Centred: four methods stand together near the top. Shifted, 100 and 1,200 labelled pictures: the ink box starts high and the CNN clearly below it; at 1,200 both are near the top, with the visual words; the untrained network stays far below. Cluttered, 100 to 1,200 pictures: HOG of the blob, visual words and largest blob start far above the CNN, which rises past them; raw pixels, ink box and untrained network stay near chance."
looks = dict(zip(METHODS, zip((BASELINE, ROSE, INK, RIVAL, VIOLET, BLUE, LEARNT), "sv^PDXo")))
fig, axes = plt.subplots(1, 3, figsize=(10.8, 2.9), layout="constrained")
dots(axes[0], [(m.replace("without ", "without\n"), table["as they are", m], *look) for m, *look in four], 10)
claim(axes[0], "Centred: nobody wins", "test accuracy, %")
for ax, setting in zip(axes[1:], ("shifted", "cluttered")):
    ax.set(xscale="log", xlim=(80, 1300), ylim=(0, 103), xlabel="labelled pictures")
    ax.set_xticks([100, 400, 1200], ["100", "400", "1,200"])
    ax.minorticks_off()
    ends = {}
    for method, (colour, marker) in looks.items():
        if setting == "shifted" and "blob" in method:
            continue  # without clutter the largest blob is nearly all ink
        sizes = [n for s, n in CELLS if s == setting]
        values = [table[setting, n, method] for n in sizes]
        ax.errorbar(sizes, np.mean(values, 1), np.std(values, 1, ddof=1), color=colour, marker=marker)
        ends[method] = (1200, np.mean(values[-1]), colour)
    name_lines(ax, ends)
claim(axes[1], "Shifted: with few pictures\nthe person's idea leads", "test accuracy, %")
claim(axes[2], "Cluttered: with many\npictures the CNN leads", "test accuracy, %")
plt.show()
heads = {f"{s}, {n:,}": (s, n) for s, n in CELLS}
display(JSON([{"method": m} | {head: pm(table[*cell, m]) for head, cell in heads.items()} for m in METHODS]))

# %% [markdown]
# ## What the network has learnt
#
# Here are the features themselves, in the network of the first seed, before and after training on 1,200 cluttered
# pictures. A filter of the first layer is a table of 3 by 3 weights and can be shown as it is. A unit of the last layer
# sees 18 by 18 pixels through all layers. We show where it responds most strongly on test pictures: units 1 to 5, one
# in each row, not picked by us.

# %%
#| label: unit-pictures
#| code-fold: true
#| code-summary: "Show the code of this figure"
#| fig-cap: "Look at the rows on the right, below: what do the cut-outs of a unit share? Then look above: what did training do to the first filters?"
#| fig-alt: "Four panels. Above, the 16 filters of 3 by 3 weights of the first layer before and after training: irregular grey patterns that hardly differ. Below, for five units of the last layer the seven cut-outs that excite them most: before training a mixture of digits and scraps in each row, after training rows of one digit or of the same part of a digit."
def top_pictures(net, canvases, names):
    """Cut-outs that excite units 1 to 5 most, and how much all units'
    20 best pictures agree on a digit, in %."""
    with torch.no_grad():
        maps = net.train()[:-3](tensor(canvases)).numpy()
    order = np.argsort(-maps.max(axis=(2, 3)), axis=0)
    pictures, shares = [], []
    for unit in range(64):
        for number in order[:7, unit] if unit < 5 else ():
            row, column = divmod(maps[number, unit].argmax(), 6)
            room = np.pad(0.07 + 0.93 * canvases[number], 7, constant_values=np.nan)
            pictures.append(np.pad(room, 4, constant_values=np.nan)[4 * row + 4:4 * row + 22, 4 * column + 4:4 * column + 22])
        shares.append(np.bincount(names[order[:20, unit]]).max() / 0.2)
    return pictures, np.mean(shares)


stayed = []
for before, after, *test in kept:
    for words, net in (("untrained", before), ("trained", after)):
        share = top_pictures(net, *test)[1]
        table.setdefault(("agreement", words), []).append(share)
    pairs = zip(before[0].weight.detach().flatten(1), after[0].weight.detach().flatten(1))
    stayed.append(np.mean([np.corrcoef(p, q)[0, 1] for p, q in pairs]))
fig, axes = plt.subplots(2, 2, figsize=(7.2, 5.0), layout="constrained", height_ratios=(1, 2))
for column, (words, net) in enumerate((("Before", kept[0][0]), ("After", kept[0][1]))):
    filters = [f - f.min() for f in net[0].weight.detach().numpy()[:, 0]]
    strip(axes[0, column], [f / f.max() for f in filters], 8)
    claim(axes[0, column], f"{words} training:\n16 filters of layer 1")
    strip(axes[1, column], top_pictures(net, *kept[0][2:])[0], 7)
    claim(axes[1, column], f"{words} training: what excites\nfive units of layer 3 most")
plt.show()
display(JSON([{"network": k, "of a unit's 20 favourite pictures, share of one digit, %": pm(table["agreement", k])} for k in ("untrained", "trained")]))

# %% [markdown]
# ## Another sense: chords
#
# Does this hold beyond pictures? We synthesise short chords of four kinds (major, minor, diminished, suspended), on any
# root note, with random loudness, octaves and noise. Chance is 25 %.
#
# A musician would tell you what to compute: fold the spectrum into the twelve notes of the scale (*chroma*), and see
# which pattern of three notes fits best, on which root (*templates*). This needs no example at all. Or turn the chroma
# so that this root comes first, and let an SVM learn from examples.
#
# The CNN slides its filters along the spectrum and keeps each best fit. Whether this makes sense depends on the axis.
# On a **log spectrum**, with 24 bands in each octave, a chord on another root is the same pattern, moved. That axis
# is a musician's knowledge too. On an **even spectrum**, with bands of equal width in hertz, it is not so: there the
# same network meets sounds about whose structure it has been told less.

# %%
#| label: chord-data
#| code-fold: true
#| code-summary: "Show the code that makes chords and what the musician computes"
KINDS = np.array([[0, 4, 7], [0, 3, 7], [0, 3, 6], [0, 5, 7]])
TIME = np.arange(2048) / 8000  # a quarter of a second
LOG_BANDS = 110 * 2 ** (np.arange(96) / 24)  # 24 an octave, in Hz
EVEN_BANDS = np.linspace(110, 1760, 192)


def chords(count, rng):
    """Sounds of three notes with four overtones each, and their kinds."""
    kinds, waves = rng.integers(4, size=count), 0.1 * rng.normal(size=(count, 2048))
    for wave, kind in zip(waves, kinds):
        octaves = 12 * rng.integers(2, size=3)
        notes = rng.integers(24) + KINDS[kind] + octaves + rng.normal(0, 0.1, 3)
        for tone in range(1, 5):
            angles = 2 * np.pi * np.outer(110 * 2 ** (notes / 12) * tone, TIME)
            loud = rng.uniform(0.2, 1, 3) / tone
            wave += loud @ np.sin(angles + rng.uniform(0, 2 * np.pi, (3, 1)))
    return waves, kinds


def spectrum(waves, bands):
    """How loud each band is, on a logarithmic scale."""
    turns = np.exp(-2j * np.pi * bands[:, None] * TIME)
    return np.log1p(np.abs(waves * np.hanning(2048) @ turns.T)).astype("float32")


def templates(waves):
    """The best fitting kind, and the chroma with its root first."""
    chroma = spectrum(waves, LOG_BANDS).reshape(-1, 4, 12, 2).max(3).sum(1)
    fits = [sum(np.roll(chroma, -step, 1) for step in kind) for kind in KINDS]
    roots = np.max(fits, axis=0).argmax(1)
    turned = [np.roll(row, -root) for row, root in zip(chroma, roots)]
    return np.max(fits, axis=2).argmax(0), np.stack(turned)


# %%
#| label: chord-tries
#| fold: "The network for chords, and the three tries of each method"
READERS = ["templates", "chroma, SVM", "log spectrum, SVM", "even spectrum, SVM"]
READERS += ["log spectrum, CNN", "even spectrum, CNN"]


def listener():
    """Filters that slide along a spectrum, and the best fit of each."""
    one = [nn.Conv1d(1, 16, 9, padding=4), nn.BatchNorm1d(16), nn.ReLU()]
    two = [nn.Conv1d(16, 32, 15, padding=7), nn.BatchNorm1d(32), nn.ReLU()]
    last = [nn.AdaptiveMaxPool1d(1), nn.Flatten(), nn.Linear(32, 4)]
    return nn.Sequential(*one, nn.MaxPool1d(2), *two, *last)


def listen(n, seed, judge, tries):
    """Accuracy of each try on 600 chords, with n chords to learn from."""
    torch.manual_seed(seed)
    a, ya = chords(n, np.random.default_rng([seed, n, 0]))
    b, yb = chords(600, np.random.default_rng([seed, n, judge]))
    kinds, turned = templates(b)
    views = {"chroma": (templates(a)[1], turned)}
    for name, bands in (("log spectrum", LOG_BANDS), ("even spectrum", EVEN_BANDS)):
        x, z = spectrum(a, bands), spectrum(b, bands)
        views[name] = (x - x.mean()) / x.std(), (z - x.mean()) / x.std()
    found = {("templates", 0): 100 * np.mean(kinds == yb)}
    for method, knob in tries:
        x, z = views[method.split(",")[0]]
        if "CNN" not in method:
            found[method, knob] = svm(knob, x, ya, z, yb)
            continue
        net, steps = listener(), STEPS if n > 100 else STEPS // 2
        watch = (z[:300], yb[:300]) if judge == 1 else None
        curve = train(net, x, ya, knob, steps, watch)
        curves.setdefault((method, n, knob), curve)
        found[method, knob] = accuracy(net, z, yb)
    return found


for n in (100, 2000):
    found = listen(n, TUNING_SEED, 1, three_tries(READERS[1:]))
    best[n] = choose(found, f"{n:,} chords")

# %%
#| label: chords
#| code-fold: true
#| code-summary: "Show the code of this figure"
#| fig-cap: "Four kinds of chord, six readers. Compare the two CNNs: they differ in the axis of the spectrum that they are given, and in nothing else."
#| fig-alt: "Two panels of test accuracy. With 100 chords to learn from, the templates, the SVM on chroma and the CNN on the log spectrum are near the top; both SVMs on spectra are below half, and the CNN on the even spectrum is near chance. With 2,000 chords, both SVMs on spectra have joined the top; the CNN on the even spectrum is still clearly below."
for seed in SEEDS:
    for n in (100, 2000):
        for (method, _), value in listen(n, seed, 2, best[n][1:]).items():
            table.setdefault((n, method), []).append(value)
colours = (RIVAL, RIVAL, BASELINE, BASELINE, LEARNT, BLUE)
fig, axes = plt.subplots(1, 2, figsize=(7.2, 2.9), layout="constrained")
for ax, n in zip(axes, (100, 2000)):
    rows = zip(READERS, [table[n, m] for m in READERS], colours, "vPsXoD")
    dots(ax, list(rows), 25)
    claim(ax, f"{n:,} chords to learn from", "test accuracy, %")
plt.show()
display(JSON([{"method": m} | {f"{n:,} chords": pm(table[n, m]) for n in (100, 2000)} for m in READERS]))

# %%
#| label: training-curves
#| fold: "Was every network trained for long enough?"
#| fig-cap: "Accuracy on validation data while the networks train, each with its best rate, on the seed that set the knobs. Look at the right end of each line."
#| fig-alt: "Three panels of validation accuracy against training steps, for two CNNs on centred digits, five on canvases and four on chords. Lines rise and are flat at their right end, except for the CNN on the even spectrum with 2,000 chords, which still creeps up."
fig, axes = plt.subplots(1, 3, figsize=(10.8, 2.9), layout="constrained")
panels = ([("centred", m) for m in CENTRED[2:]], CELLS, [(n, m) for n in (2000, 100) for m in READERS[4:]])
titles = ("Centred digits", "Digits on canvases", "Chords")
for ax, names, title in zip(axes, panels, titles):
    ends = {}
    ax.set(xlabel="training steps", xlim=(0, 620), ylim=(0, 103))
    for name, colour in zip(names, (LEARNT, BLUE, VIOLET, RIVAL, ROSE)):
        if name[0] == "centred":
            key, words = (name[1], dict(best["centred"])[name[1]]), name[1].replace("without", "w/o")
        elif title == "Chords":
            key, words = (name[1], name[0], dict(best[name[0]])[name[1]]), f"{name[1].split()[0]}, {name[0]:,}"
        else:
            key, words = (*name, dict(best[name])["CNN"]), f"{name[0]}, {name[1]:,}"
        steps = 50 * np.arange(1, len(curves[key]) + 1)
        ax.plot(steps, curves[key], color=colour)
        ends[words] = (steps[-1], curves[key][-1], colour)
    name_lines(ax, ends)
    claim(ax, title, "validation accuracy, %")
plt.show()
