KEEP_CELL = '''#| label: keep
#| fold: "How means, intervals and results are kept"
RESULTS, CLAIMS = {}, {}


def summary(values, form=".1f"):
    """Mean and standard deviation over the seeds, as text."""
    return f"{np.mean(values):{form}} ± {np.std(values, ddof=1):{form}}"


def minus(a, b):
    """Differences of two arms, seed by seed."""
    return [float(one - other) for one, other in zip(a, b)]


def interval(values):
    """95 % t interval of a mean over the seeds."""
    half = np.std(values, ddof=1) / len(values) ** 0.5
    half *= t.ppf(0.975, len(values) - 1)
    return [float(np.mean(values) - half), float(np.mean(values) + half)]


def record(name, what, values, unit="%"):
    """Keep a result: one exact number, or one number for each seed."""
    row = {"what": what, "value": float(np.mean(values)), "unit": unit}
    row.update(spread=None, n=1, values=None, interval=None)
    if np.ndim(values):
        row.update(spread=float(np.std(values, ddof=1)), n=len(values))
        row["values"] = [float(value) for value in values]
    if unit == "points":
        row["interval"] = interval(values)
    RESULTS[name] = row
'''
CLAIMS_CELL = '''#| label: claims
#| code-fold: true
#| code-summary: "Show the claims of the lesson page, and what each rests on"
def claimed(name, what, a, b, least, direction="more"):
    """`a` is ahead of `b` in every seed, by `least` on average; or not."""
    row = {"what": what, "unit": "points", "direction": direction}
    CLAIMS[name] = {**row, "least": least, "differences": minus(a, b)}


end, staged, few = table[END, 512], table[STAGED, 512], table[END, 32]
what = "On the half moons the network beats the best straight line"
claimed("moons-bend", what, bend["network"], bend["straight line"], 4)
what = "No difference seen between the network and the neighbours"
near = bend["nearest neighbours"]
claimed("moons-near", what, bend["network"], near, 1, "none")
what = "Counting guesses letters better than the same lines"
claimed("letters-count", what, same["letters"][1], same["letters"][2], 2)
what = "From 64 pictures, digit labels beat the 32 sums"
claimed("few-pictures", what, table[STAGED, 64], few, 25)
what = "With 512 labels each, sums beat digit labels"
claimed("many-labels", what, end, staged, 1)
what = "Support vectors with all labels beat 512 sums"
claimed("vectors-ahead", what, table[VECTORS, 1024], end, 1)
what = "Told to add is better than one reader for both"
claimed("told-to-add", what, end, table[ADDED, 512], 8)
what = "Told to add beats a black box with four times the sums"
claimed("few-sums", what, end, table[BOX, 2048], 5)
what = "32 digit labels before 32 sums beat the sums alone"
claimed("digits-first", what, table[HEAD, 32], few, 25)
what = "Through two numbers, end to end beats PCA"
claimed("two-numbers", what, narrow[END, 2], narrow["PCA", 2], 14)
display(JSON(CLAIMS))
'''
RESULTS_CELL = '''#| label: results
#| code-fold: true
#| code-summary: "Show the code"
for n in LABELS:
    record(f"staged-{n}", f"Sums, staged, {n} labels", table[STAGED, n])
    what = f"Sums, support vectors, {n} labels"
    record(f"svm-{n}", what, table[VECTORS, n])
for n in LABELS[:-1]:
    end, pictures = table[END, n], table[STAGED, 2 * n]
    record(f"sums-{n}", f"Sums, end to end, {n} sums", end)
    what = f"End to end − staged, {n} labels each"
    record(f"by-labels-{n}", what, minus(end, table[STAGED, n]), "points")
    what = f"End to end − staged, the same {2 * n} pictures"
    record(f"by-pictures-{2 * n}", what, minus(end, pictures), "points")
what = "Single digits, learnt from 512 sums alone"
record("sums-digits", what, table["single digits", 512])
record("added-512", "Sums, one reader for both, 512", table[ADDED, 512])
record("black-box-512", "Sums, black box, 512", table[BOX, 512])
record("black-box-2048", "Sums, black box, 2048", table[BOX, 2048])
what = "Sums, always the most frequent"
record("most-frequent", what, table["most frequent", 512])
record("head-start", "32 digit labels, then 32 sums", table[HEAD, 32])
for (arm, width), values in narrow.items():
    name = arm.lower().replace(" to end", "").replace(" ", "-")
    what = f"Digits through {width} numbers, {arm}"
    record(f"narrow-{name}-{width}", what, values)
for width in WIDTHS:
    values = minus(narrow[END, width], narrow["Isomap", width])
    what = f"End to end − Isomap, {width} numbers"
    record(f"by-isomap-{width}", what, values, "points")
display(JSON(RESULTS))
'''
