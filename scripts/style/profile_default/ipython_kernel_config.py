# Figures of the labs as SVG; the PNG beside it is kept only where a cell says `fig-format: png`.
c = get_config()  # noqa: F821
c.InlineBackend.figure_formats = {"svg", "retina"}
c.InlineBackend.print_figure_kwargs = {"bbox_inches": "tight", "pad_inches": 0.04}
