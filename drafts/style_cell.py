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
