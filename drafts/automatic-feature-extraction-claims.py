# %%
#| label: claims
#| code-fold: true
#| code-summary: "Show the code of the claims"
few, some, many, clean = [("cluttered", n) for n in (100, 400, 1200)] + [("as they are",)]
PAIRS = {
    "centred-tie": ("On centred digits we see no difference between the CNN and raw pixels", (*clean, "CNN"), (*clean, "raw pixels"), 0),
    "few-shifted": ("Shifted, 100 labels: the ink box is ahead of the CNN", ("shifted", 100, "ink box"), ("shifted", 100, "CNN"), 6),
    "few-designed": ("Cluttered, 100 labels: HOG of the blob is ahead of the CNN", (*few, "HOG of the blob"), (*few, "CNN"), 10),
    "few-words": ("Cluttered, 100 labels: visual words are ahead of the CNN", (*few, "visual words"), (*few, "CNN"), 10),
    "many-designed": ("Cluttered, 1,200 labels: the CNN is ahead of HOG of the blob", (*many, "CNN"), (*many, "HOG of the blob"), 4),
    "many-words": ("Cluttered, 1,200 labels: the CNN is ahead of the visual words", (*many, "CNN"), (*many, "visual words"), 1),
    "learning": ("Cluttered, 1,200 labels: the CNN is ahead of itself untrained", (*many, "CNN"), (*many, "untrained network"), 40),
    "pooling": ("After a push, the CNN is ahead of the one without last pooling", ("pushed", "CNN"), ("pushed", "CNN without last pooling"), 5),
    "agreement": ("A trained unit's favourite pictures agree more than an untrained one's", ("agreement", "trained"), ("agreement", "untrained"), 15),
    "axis": ("100 chords: the log axis puts the CNN ahead of itself on the even axis", (100, "log spectrum, CNN"), (100, "even spectrum, CNN"), 25),
}
claims = {}
for name, (what, left, right, least) in PAIRS.items():
    gaps = [float(a - b) for a, b in zip(table[left], table[right])]
    claims[name] = {"what": what, "unit": "points", "direction": "more" if least else "none", "least": least or 1, "differences": gaps}
display(JSON(claims))

# %%
#| label: results
#| code-fold: true
#| code-summary: "Show the code of the results"
PLACES = {("as they are",): "centred-{}", ("pushed",): "pushed-{}", ("agreement",): "agreement-{}", (100,): "chords-{}-100", (2000,): "chords-{}"}
PLACES |= {(f"turned by {n}°",): f"turned-{n}-{{}}" for n in (15, 30)}
PLACES |= {(s, n): s + "-{}" + f"-{n}" * (n < 1200) for s, n in CELLS}
PLACES |= {("exercise",): "exercise-{}"}
SHORT = {"raw pixels": "raw", "ink box": "box", "largest blob": "blob", "HOG of the blob": "hog", "visual words": "words"}
SHORT |= {"untrained network": "untrained", "CNN without last pooling": "no-pooling"}


def entry(what, values, unit="%", interval=None):
    """One result: its mean, its spread, and a value for each seed."""
    values = [float(v) for v in values]
    return {"what": what, "value": float(np.mean(values)), "unit": unit, "spread": float(np.std(values, ddof=1)), "n": len(values), "values": values, "interval": interval}


found = {}
for (*place, method), values in table.items():
    name = SHORT.get(method, method.lower().replace(", ", "-").replace(" spectrum", ""))
    place = tuple(place)
    words = ", ".join(f"{p:,}" if isinstance(p, int) else p for p in place)
    found[PLACES[place].format(name)] = entry(f"{words}, {method}", values)
for name, made in claims.items():
    gaps = made["differences"]
    half = student.ppf(0.975, len(gaps) - 1) * np.std(gaps, ddof=1) / len(gaps) ** 0.5
    found[name] = entry(made["what"], gaps, "points", [float(np.mean(gaps) - half), float(np.mean(gaps) + half)])
display(JSON(found))
