import copy, os, sys, time, warnings
from pathlib import Path
import matplotlib, numpy as np, torch, torch.nn.functional as F
from PIL import Image, ImageDraw, ImageFont
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from torch import nn
warnings.filterwarnings("ignore")
torch.set_num_threads(1)

LETTERS = "ACDEFGHJKLMNPQRTUVWXYacdefhjkmnprtuvwxy"
FONTS = [f"DejaVu{family}{style}" for family in ("Sans", "SansMono") for style in ("", "-Bold", "-Oblique", "-BoldOblique")]
FONTS += [f"DejaVuSerif{s}" for s in ("", "-Bold", "-Italic", "-BoldItalic")]
FONTS += ["STIXGeneral", "STIXGeneralBol", "STIXGeneralItalic", "cmr10", "cmss10", "cmtt10", "cmb10", "cmmi10"]

def printed(letter, font):
    big = Image.new("L", (120, 120))
    ImageDraw.Draw(big).text((60, 60), letter, fill=255, font=font, anchor="mm")
    ink = big.crop(big.getbbox())
    scale = 28 / max(ink.size)
    width, height = (max(1, round(side * scale)) for side in ink.size)
    page = Image.new("L", (32, 32))
    page.paste(ink.resize((width, height), Image.BOX), ((32 - width) // 2, (32 - height) // 2))
    return np.asarray(page, "float32") / 255

folder = Path(matplotlib.get_data_path(), "fonts", "ttf")
fonts = [ImageFont.truetype(str(folder / f"{name}.ttf"), 60) for name in FONTS]
TYPE = torch.from_numpy(np.stack([[printed(letter, font) for font in fonts] for letter in LETTERS]))

def letters(n, among, rng):
    which = rng.choice(among, n)
    x = TYPE[which, rng.integers(len(fonts), size=n)][:, None]
    turn, slant, wide, high = rng.normal(size=(4, n)) * [[0.12], [0.15], [0.1], [0.1]]
    zero = np.zeros(n)
    bend = np.stack([np.cos(turn) * (1 + wide), slant - np.sin(turn), zero, np.sin(turn), np.cos(turn) * (1 + high), zero], 1)
    grid = F.affine_grid(torch.tensor(bend, dtype=torch.float32).view(n, 2, 3), x.shape, align_corners=False)
    small = F.avg_pool2d(F.grid_sample(x, grid, align_corners=False), 4)[:, 0].numpy()
    return small / small.max((1, 2), keepdims=True), which

GRAIN = 0
digits = load_digits()
images, labels = digits.images.astype("float32") / 16, digits.target
held = np.arange(len(labels)) % 5 == 0

SCRAPS = 2

def paste(canvas, pictures, rng):
    n, side = pictures.shape[:2]
    row, column = rng.integers(17 - side, size=(2, n, 1, 1))
    cells = np.arange(n)[:, None, None], row + np.arange(side)[:, None], column + np.arange(side)
    canvas[cells] = np.maximum(canvas[cells], pictures)

def place(pictures, rng):
    n = len(pictures)
    canvas = np.zeros((n, 16, 16), "float32")
    for _ in range(SCRAPS):
        other = rng.integers(n, size=(n, 1, 1))
        row, column = rng.integers(5, size=(2, n, 1, 1))
        paste(canvas, pictures[other, row + np.arange(4)[:, None], column + np.arange(4)], rng)
    paste(canvas, pictures, rng)
    return torch.from_numpy(canvas[:, None])

def grainy(x):
    return x + GRAIN * torch.randn_like(x) if GRAIN else x

WIDTHS = (16, 32, 64)
def block(a, b, size): return nn.Sequential(nn.Conv2d(a, b, 3, padding=1, bias=False), nn.BatchNorm2d(b), nn.ReLU(), nn.MaxPool2d(size))
def body():
    w = WIDTHS
    return nn.Sequential(block(1, w[0], 2), block(w[0], w[1], 2), block(w[1], w[2], 4), nn.Flatten()).to(memory_format=torch.channels_last)

def train(net, x, y, steps, rate, size=16, grain=0, watch=None, every=0):
    optimiser = torch.optim.AdamW(net.parameters(), fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, steps, pct_start=0.2)
    curve = []
    for step in range(1, steps + 1):
        net.train()
        i = torch.randint(len(x), (size,))
        pictures = x[i] + grain * torch.randn(size, 1, 16, 16) if grain else x[i]
        optimiser.zero_grad()
        F.cross_entropy(net(pictures), y[i]).backward()
        optimiser.step(); schedule.step()
        if watch and step % every == 0: curve.append(accuracy(net, *watch))
    net.eval()
    return curve

@torch.no_grad()
def out(net, x): return net.eval()(x).numpy()
def accuracy(net, x, y): return 100 * (out(net, x).argmax(1) == y).mean()

def copies(x, y):
    big = F.pad(x, (2, 2, 2, 2))
    moved = [big[:, :, r:r + 16, c:c + 16] for r in range(5) for c in range(5)]
    return torch.cat(moved), np.tile(y, 25)

def head(net, x, y, strength, rng):
    some = rng.permutation(len(x))[:1500]
    return LogisticRegression(C=strength, max_iter=200).fit(out(net, x[some]), y[some])

def with_head(net, last):
    layer = nn.Linear(WIDTHS[2], 10)
    layer.weight.data = torch.tensor(last.coef_, dtype=torch.float32)
    layer.bias.data = torch.tensor(last.intercept_, dtype=torch.float32)
    return nn.Sequential(*copy.deepcopy(net), layer)

from scipy import ndimage
def largest_piece(picture, ink):
    pieces, _ = ndimage.label(picture > ink, np.ones((3, 3)))
    sizes = np.bincount(pieces.ravel()); sizes[0] = 0
    rows, columns = np.nonzero(pieces == sizes.argmax())
    r, c = (rows.min() + rows.max() + 1) // 2, (columns.min() + columns.max() + 1) // 2
    return np.pad(picture * (pieces == sizes.argmax()), 4)[r:r + 8, c:c + 8]
def stencil(x, y, new, ink=.2):
    s = torch.from_numpy(np.stack([largest_piece(p, ink) for p in x[:, 0].numpy()]))[:, None]
    s = s - s.mean((2, 3), keepdim=True)
    s = s / s.norm(dim=(2, 3), keepdim=True)
    big = F.pad(new, (2, 2, 2, 2))
    mean, square = F.avg_pool2d(big, 8, 1), F.avg_pool2d(big * big, 8, 1)
    spread = (64 * (square - mean ** 2)).clamp(min=.5).sqrt()
    return y[(F.conv2d(big, s) / spread).amax((2, 3)).argmax(1).numpy()]

SOURCE_STEPS = 1000
def prepare(kind, rng, steps=None, rate=3e-3, watch=False):
    steps = steps or SOURCE_STEPS
    among = rng.permutation(len(LETTERS))[:5] if kind == "five" else np.arange(len(LETTERS))
    x, which = letters(12000, among, rng)
    classes = len(among)
    y = np.searchsorted(np.sort(among), which)
    if kind == "groups": y, classes = y % 5, 5
    if kind == "shuffled": x = x.reshape(-1, 64)[:, rng.permutation(64)].reshape(-1, 8, 8)
    x = place(x, rng); y = torch.from_numpy(y)
    net = nn.Sequential(*body(), nn.Linear(WIDTHS[2], classes))
    w = (grainy(x[:500]), y[:500].numpy())
    curve = train(net, x[500:], y[500:], steps, rate, 32, GRAIN, w if watch else None, steps // 4)
    return net[:-1], (curve or accuracy(net, *w))

def split(rng):
    order = rng.permutation(np.flatnonzero(~held))
    pool = np.concatenate([order[labels[order] == d][:50] for d in range(10)])
    return pool, np.setdiff1d(order, pool)
def labelled(pool, k, rng):
    i = np.concatenate([pool[labels[pool] == d][:k] for d in range(10)])
    return grainy(place(images[i], rng)), labels[i]
