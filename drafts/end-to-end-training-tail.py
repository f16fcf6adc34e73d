# %%
#| label: curves
#| fold: "The validation curves of all networks, until they are flat"
#| fig-cap: "x"
#| fig-alt: "x"
watched = {"trained by hand": {}, "end to end": {}, "staged": {}}
watched.update({"black boxes, head start": {}, "narrow places": {}})
for task in SIZES:
    shown = range(STEPS[task] // 40, STEPS[task] + 1, STEPS[task] // 40)
    _, kept = learn_by_hand(task, SEEDS[0], RATES[task], shown)
    check = sets(task, SEEDS[0])[1]
    found = [accuracy(parts, *check) for parts in kept.values()]
    watched["trained by hand"][task] = (shown, found)
for (arm, n), found in curves.items():
    group = arm if arm in watched else "black boxes, head start"
    name = f"{n:,}" if arm in watched else f"{arm}, {n:,}"
    name = name.replace("features", "one reader,")
    steps = range(50, 50 * len(found) + 1, 50)
    watched[group][name] = (steps, found)
fig, axes = plt.subplots(3, 2, figsize=(7.2, 8.7), layout="constrained")
for ax, (group, lines) in zip(axes.flat, watched.items()):
    ends = {}
    ax.set(ylim=(0, 103), xlabel="steps")
    for i, (name, (steps, found)) in enumerate(lines.items()):
        colour = (LEARNT, RIVAL, VIOLET, BLUE, ROSE, BASELINE)[i]
        ax.plot(steps, found, color=colour, lw=1.2)
        ends[name] = (steps[-1], found[-1], colour)
    name_lines(ax, ends)
    claim(ax, f"Until flat: {group}", "right on validation data, %")
axes[-1, -1].remove()
plt.show()
rows = [{"network": g, "lines": ", ".join(v)} for g, v in watched.items()]
display(JSON(rows))

# %%
#| label: slower
#| fold: "Answer to exercise 2"
#| edit-cell: boundary
#| edit-old: "RATE = 0.5"
#| edit-new: "RATE = 0.05"
#| edit-gives: {moons-network: exercise-2-network}
slower = {"right": [], "same": []}
for seed in SEEDS:
    parts, kept = learn_by_hand("moons", seed, 0.05, KEEP)
    slower["right"].append(accuracy(parts, *sets("moons", seed)[2]))
    late, early = kept[300], learn_by_hand("moons", seed, 0.5, KEEP)[1][30]
    answers = [forward(p, places)[-1].argmax(1) for p in (late, early)]
    slower["same"].append(100 * (answers[0] == answers[1]).mean())
print("right after 2,000 slower steps:", summary(slower["right"]), "%")
print("slower map at 300 like the other at 30:", summary(slower["same"]), "%")

# %%
#| label: products
#| fold: "Answer to exercise 3"
#| edit-cell: sample-pairs
#| edit-old: "RULE = torch.add"
#| edit-new: "RULE = torch.mul"
#| edit-gives: {sums-512: exercise-3-products}
times = torch.mul(ten[:, None], ten).flatten()


def product_chances(net, pair):
    chances = net(pair).softmax(-1)
    both = chances[:, 0, :, None] * chances[:, 1, None, :]
    return both.flatten(1) @ F.one_hot(times, 82).float()


def multiplied(i):
    return images[i], labels[i].prod(1)


products, by_digit = [], []
for seed in SEEDS:
    torch.manual_seed(seed)
    net, d = reader(), split(seed)
    answer = partial(product_chances, net)
    train, check = multiplied(d["few"]), multiplied(d["checked"])
    fit(net, answer, train, check, ARM_RATES["end to end", "many"], 32)
    products.append(right(answer, *multiplied(d["tested"])))
    x, y = told(d["test"])
    hit = net(x).argmax(1) == y
    by_digit.append([100 * hit[y == k].float().mean().item() for k in ten])
print("products right:", summary(products), "%")
for k, share in enumerate(np.mean(by_digit, 0)):
    print(f"{k} read right: {share:.0f} %")

