import json, re, sqlite3, unicodedata, itertools, pickle, time
import numpy as np
DATA = json.load(open("./search-and-retrieval/docs/labs/search-and-retrieval.json"))
P = DATA["passages"]; Q = DATA["questions"]
at = {p["id"]: n for n, p in enumerate(P)}
z = np.load("vec.npz"); V, QV = z["V"], z["QV"]
STOP = set("""a about am an and any are as at be been but by can could did do does for from had has have how i if in into is it its
me more my no not of off on one or out so some such than that the their them then there they this to too until up was we were
what when where whether which while who why will with would you your""".split())
def build(tok):
    db = sqlite3.connect(":memory:")
    db.execute(f"CREATE VIRTUAL TABLE passage USING fts5(title, body, tokenize='{tok}')")
    with db: db.executemany("INSERT INTO passage(rowid, title, body) VALUES (?,?,?)", [(n, p["title"], p["text"]) for n, p in enumerate(P)])
    return db
DB = {t: build(t) for t in ("unicode61", "porter unicode61")}
def by_words(q, k=100, tok="porter unicode61", stop=True, weight=1.0):
    q = unicodedata.normalize("NFC", q)[:2000].replace("\0", " ")
    words = list(dict.fromkeys(w.lower() for w in re.findall(r"[^\W_]+", q)))[:50]
    if stop: words = [w for w in words if w not in STOP] or words
    if not words: return []
    m = " OR ".join(f'"{w}"' for w in words)
    return [(r, -s) for r, s in DB[tok].execute("SELECT rowid, bm25(passage, ?, 1.0) AS s FROM passage WHERE passage MATCH ? ORDER BY s, rowid LIMIT ?", (weight, m, k))]
def by_meaning(v, k=100):
    s = V @ v; o = np.argsort(-s, kind="stable")[:k]
    return [(int(n), float(s[n])) for n in o]
def rrf(lists, weights=(1,1), k=60):
    pts = {}
    for l, w in zip(lists, weights):
        for r, (n, _) in enumerate(l, 1): pts[n] = pts.get(n, 0) + w/(k+r)
    return sorted(pts.items(), key=lambda e: (-e[1], e[0]))
def minmax(lists, weights=(.5,.5)):
    pts = {}
    for l, w in zip(lists, weights):
        if not l: continue
        s = [x for _, x in l]; lo, hi = min(s), max(s)
        for n, x in l: pts[n] = pts.get(n, 0) + w*((x-lo)/(hi-lo) if hi > lo else 1)
    return sorted(pts.items(), key=lambda e: (-e[1], e[0]))
def metrics(found, right):
    ranks = [r for r, (n, _) in enumerate(found[:10], 1) if n in right]
    first = ranks[0] if ranks else 99
    dcg = sum(1/np.log2(r+1) for r in ranks); ideal = sum(1/np.log2(r+1) for r in range(1, min(10, len(right))+1))
    return [first<=1, first<=5, first<=10, 1/first if ranks else 0, dcg/ideal]
A = [n for n, q in enumerate(Q) if q["right"]]
R = {n: {at[i] for i in Q[n]["right"]} for n in A}
def names():
    s = set()
    for p in P:
        for t in re.findall(r"[\w.]+", p["title"]): s.add(t.lower())
    return s
IDENT = re.compile(r"\b\w+\.\w+|\w_\w|__\w|\b[A-Z]+[a-z]+[A-Z]\w*|\w\(\)")
def routed(q): return bool(IDENT.search(q))
M = {}
def put(name, f): M[name] = np.array([metrics(f(n), R[n]) for n in A], float)
put("bm25 default", lambda n: by_words(Q[n]["question"], tok="unicode61", stop=False))
put("vectors", lambda n: by_meaning(QV[n]))
grid_w = list(itertools.product(("unicode61","porter unicode61"), (False, True), (1.,2.,4.,8.)))
W = {g: {n: by_words(Q[n]["question"], tok=g[0], stop=g[1], weight=g[2]) for n in A} for g in grid_w}
VL = {n: by_meaning(QV[n]) for n in A}
half = {h: [n for n in A if Q[n]["half"] == h] for h in "AB"}
def mrr(lists, ns): return np.mean([metrics(lists[n], R[n])[3] for n in ns])
def cross(cands):
    out = {}; picks = {}
    for tune, test in (("A","B"),("B","A")):
        best = max(cands, key=lambda c: mrr(cands[c], half[tune])); picks[test] = best
        for n in half[test]: out[n] = cands[best][n]
    return out, picks
words, pk = cross(W); print("words", pk)
put("bm25 tuned", lambda n: words[n])
put("rrf", lambda n: rrf([words[n], VL[n]]))
ws = [i/8 for i in range(1, 8)]
C = {(k, w): {n: rrf([words[n], VL[n]], (1-w, w), k) for n in A} for k in (10, 60) for w in ws}
wr, pk = cross(C); print("wrrf", pk); put("weighted rrf", lambda n: wr[n])
C = {w: {n: minmax([words[n], VL[n]], (1-w, w)) for n in A} for w in [i/16 for i in range(1, 16)]}
mm, pk = cross(C); print("minmax", pk); put("min-max", lambda n: mm[n])
put("min-max half", lambda n: minmax([words[n], VL[n]]))
put("router", lambda n: words[n] if routed(Q[n]["question"]) else VL[n])
T, QT = pickle.load(open("tok.pkl","rb"))
def late(n, cand):
    q = QT[n].astype(np.float32)
    s = [(c, float((q @ T[c].astype(np.float32).T).max(1).mean())) for c, _ in cand]
    return sorted(s, key=lambda e: -e[1])
put("late (50 of rrf)", lambda n: late(n, rrf([words[n], VL[n]])[:50]))
put("late (50 of vec)", lambda n: late(n, VL[n][:50]))
K = np.array([Q[n]["kind"] for n in A])
if __name__ == "__main__":
    print("routed", {k: np.mean([routed(Q[n]["question"]) for n in A if Q[n]["kind"]==k]) for k in ("name","paraphrase","mixed")})
    print(f"{'':20}" + "  all: h1 h5 h10 mrr ndcg | mrr by kind n/p/m | h10 by kind")
    for name, m in M.items():
        print(f"{name:20}", *(f"{100*x:5.1f}" for x in m.mean(0)), "|", *(f"{100*m[K==k][:,3].mean():5.1f}" for k in ("name","paraphrase","mixed")), "|", *(f"{100*m[K==k][:,2].mean():5.1f}" for k in ("name","paraphrase","mixed")), "| h1", *(f"{100*m[K==k][:,0].mean():5.1f}" for k in ("name","paraphrase","mixed")))
    rng = np.random.default_rng(0)
    def diff(a, b, col=3, kind=None):
        d = 100*(M[a]-M[b])[:, col]; d = d if kind is None else d[K==kind]
        bs = d[rng.integers(0, len(d), (10000, len(d)))].mean(1)
        print(f"{a} - {b} col{col} {kind}: {d.mean():+.1f} [{np.percentile(bs,2.5):+.1f}, {np.percentile(bs,97.5):+.1f}]  wins {(d>0).sum()} losses {(d<0).sum()}")
    for a in ("rrf","weighted rrf","min-max","router","late (50 of rrf)","bm25 tuned"):
        for c in (3,2): diff(a, "vectors", c)
    diff("bm25 tuned","bm25 default"); diff("rrf","bm25 tuned"); diff("router","min-max")
    for k in ("name","paraphrase","mixed"):
        diff("bm25 tuned","vectors",3,k); diff("rrf","vectors",3,k); diff("min-max","vectors",3,k); diff("late (50 of rrf)","vectors",3,k)
