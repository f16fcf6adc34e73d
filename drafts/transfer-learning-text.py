from text import *
from sklearn.decomposition import TruncatedSVD
from sklearn.preprocessing import StandardScaler, normalize
t0=time.process_time()
def tf(**k): return TfidfVectorizer(sublinear_tf=True,**k).fit_transform(texts)
W=tf(); 
counts={"words":W,"words, no stop words":tf(stop_words="english"),"words and pairs":tf(ngram_range=(1,2)),"letters 2-5":tf(analyzer="char_wb",ngram_range=(2,5))}
counts["lsa"]=normalize(TruncatedSVD(100,random_state=0).fit_transform(W))
vec={"vectors":V,"centred":V-V.mean(0),"standardised":StandardScaler().fit_transform(V)}
print({k:v.shape for k,v in counts.items()},time.process_time()-t0)
def bal(g,t): return 100*np.mean([(g[t==i]==i).mean() for i in range(8)])
CS=(1,10,100,1000)
res={}
pick={}
for seed in range(100,105):
    rng=np.random.default_rng(seed); order=rng.permutation(len(texts))
    by=[order[area[order]==c] for c in range(8)]
    val=np.concatenate([b[:len(b)//5] for b in by])
    for k in (1,2,4,8,16):
        lab=np.concatenate([b[len(b)//5:][:k] for b in by]); test=np.setdiff1d(order,np.r_[val,lab])
        for arm,forms in (("counts",counts),("vectors",vec)):
            best=None
            for f,X in forms.items():
                for C in CS:
                    m=LogisticRegression(C=C,max_iter=300).fit(X[lab],area[lab])
                    a=bal(m.predict(X[val]),area[val]); 
                    res.setdefault((k,arm,f,C),[]).append((a,bal(m.predict(X[test]),area[test])))
                    if best is None or a>best[0]+1e-9: best=(a,res[k,arm,f,C][-1][1],f,C)
            pick.setdefault((k,arm),[]).append(best)
print("cpu",time.process_time()-t0)
for k in (1,2,4,8,16):
    a,b=[np.array([p[1] for p in pick[k,arm]]) for arm in ("counts","vectors")]
    d=b-a; print(k,"counts",a.mean().round(1),a.std(ddof=1).round(1),"vec",b.mean().round(1),b.std(ddof=1).round(1),"diff",d.mean().round(1),d.min().round(1),d.std(ddof=1).round(1),[p[2:] for p in pick[k,"counts"]],[p[2:] for p in pick[k,"vectors"]])
for k in (1,16):
  for (kk,arm,f,C),v in res.items():
    if kk==k: print(k,arm,f,C,np.mean(v,0).round(1))
