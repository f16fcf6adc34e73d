# mypy: ignore-errors
"""Draws the figures beside this file, as a lab would: MATPLOTLIBRC=scripts/style .venv-labs/bin/python <this file>"""

import os
from pathlib import Path

os.environ["SOURCE_DATE_EPOCH"] = "0"
import matplotlib.pyplot as plt
import numpy as np

LEARNT, RIVAL, BASELINE, VIOLET, BLUE, ROSE = "#0b6e75", "#b8500a", "#6a737d", "#6f4aa5", "#2b67ad", "#a8326b"
SIZES = np.array([100, 200, 400, 800, 1600, 3200])
RANDOM = np.random.default_rng(0)
plt.rcParams.update(
    {"axes.edgecolor": "#1b1f24", "axes.grid": True, "axes.grid.axis": "y", "axes.spines.right": False}
    | {"axes.spines.top": False, "font.size": 10, "axes.titlesize": 10, "grid.color": "#d9dde2"}
)


def figure(rows: int = 1, columns: int = 1, **more):
    size = (3.6 * columns, 2.9 * rows)
    return list(plt.subplots(rows, columns, figsize=size, layout="constrained", squeeze=False, **more)[1].flat)


def error_bars():
    """Lines with error bars, marks and names at their ends, in two panels of which one has a longer title."""
    axes = figure(1, 2, width_ratios=[2, 3])
    for ax, title in zip(axes, ("The learnt network wins\nwith few labels", "Second panel"), strict=True):
        for place, (colour, mark) in enumerate([(LEARNT, "o"), (RIVAL, "s"), (BASELINE, "^")]):
            heights = 90 - 30 * place - 2000 / SIZES
            ax.errorbar(SIZES, heights, yerr=3, color=colour, marker=mark)
            if ax is axes[0]:
                words = {"textcoords": "offset points", "va": "center", "annotation_clip": False}
                ax.annotate("a method", (SIZES[-1], heights[-1]), (7, 0), color=colour, **words)
        ax.set_xscale("log")
        ax.set_xticks(SIZES[::2], ["100", "400", "1,600"])
        ax.minorticks_off()
        ax.set(xlabel="labelled pictures", title=title)


def three_panels():
    """Bars with a dashed line over them, in three panels."""
    for number, ax in enumerate(figure(1, 3)):
        ax.bar(["one", "two", "three"], [3, 5 + number, 2], color=[LEARNT, RIVAL, BASELINE])
        ax.axhline(1, color=BASELINE, ls="--")
        ax.set_title(f"Panel {number}")


def pictures():
    """A picture of pixels with paper between its parts."""
    ax = figure()[0]
    sheet = RANDOM.integers(0, 9, (17, 53)).astype(float)
    sheet[8] = sheet[:, 8::9] = np.nan
    ax.imshow(sheet, interpolation="none", cmap="gray_r")
    ax.set_axis_off()
    ax.set_title("Twelve pictures of noise")


def twin_axis():
    """Two axes on one ground."""
    ax = figure()[0]
    ax.plot(SIZES, SIZES / 10, color=LEARNT)
    ax.set_xticks([0, 1000, 2000, 3000], ["0", "1,000", "2,000", "3,000"])
    other = ax.twinx()
    other.plot(SIZES, 1000 / SIZES, color=RIVAL)
    other.grid(False)


def inset():
    """Points one can see through, a window in the panel, an arrow, a legend, an area."""
    ax = figure()[0]
    ax.scatter(*RANDOM.normal(size=(2, 40)), s=12, color=BLUE, alpha=0.6)
    window = ax.inset_axes([0.65, 0.65, 0.33, 0.33], xticks=[], yticks=[])
    window.plot([0, 1], [0, 1], color=ROSE, label="window")
    ax.fill_between([-2, 2], [-1, 0], [0, 1], color=VIOLET, alpha=0.2)
    ax.annotate("an arrow", (0, 0), (-1.9, 1.9), arrowprops={"arrowstyle": "->"})
    ax.legend(handles=window.lines, loc="lower left")


def kinds():
    """Hatches, boxes, contours, stacked areas, turned and formal words."""
    ax = figure(2, 2)
    ax[0].hist(RANDOM.normal(size=60), color=LEARNT, hatch="//", edgecolor="#1b1f24")
    ax[1].boxplot([RANDOM.normal(size=9) for _ in range(3)])
    ax[2].contour(RANDOM.random((5, 5)), linewidths=1)
    ax[2].text(1, 3, "turned words", rotation=30)
    ax[3].stackplot(SIZES, SIZES, SIZES[::-1], colors=[LEARNT, RIVAL])
    ax[3].axvspan(500, 900, alpha=0.3, color=VIOLET)
    ax[3].text(1400, 3000, r"$a\cdot b+c$", fontsize=11)


for draw in (error_bars, three_panels, pictures, twin_axis, inset, kinds):
    draw()
    target = Path(__file__).with_name(f"{draw.__name__.replace('_', '-')}.svg")
    plt.savefig(target, bbox_inches="tight", pad_inches=0.04)
