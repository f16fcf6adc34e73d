import numpy as np, time
def points(n, rng, flip=0.1):
    x = rng.uniform(-1, 1, (n, 2))
    y = (np.hypot(x[:,0], x[:,1]) < 0.75).astype(float)
    f = rng.random(n) < flip
    return x, np.where(f, 1-y, y)
def start(width, rng):
    return [rng.normal(0,1.5,(2,width)), rng.normal(0,1.0,width), rng.normal(0,1,width)/np.sqrt(width), 0.0]
def forward(x,w):
    h=np.maximum(0,x@w[0]+w[1]); return 1/(1+np.exp(-(h@w[2]+w[3])))
def loss(x,y,w):
    p=np.clip(forward(x,w),1e-9,1-1e-9); return -np.mean(y*np.log(p)+(1-y)*np.log(1-p))
def grads(x,y,w):
    h=np.maximum(0,x@w[0]+w[1]); p=1/(1+np.exp(-(h@w[2]+w[3])))
    d=(p-y)/len(y); dh=np.outer(d,w[2])*(h>0)
    return [x.T@dh, dh.sum(0), h.T@d, d.sum()]
def err(x,y,w): return np.mean((forward(x,w)>.5)!=(y>.5))
def train(width, rate, steps, seed, n=60):
    rng=np.random.default_rng(seed)
    x,y=points(n,rng); xv,yv=points(300,rng); xt,yt=points(2000,rng)
    w=start(width,rng); curve=[]; best=(9,None)
    for s in range(steps+1):
        if s%50==0:
            lv=loss(xv,yv,w); curve.append((s,loss(x,y,w),lv))
            if lv<best[0]: best=(lv,[np.copy(a) for a in w],s)
        g=grads(x,y,w); w=[a-rate*b for a,b in zip(w,g)]
    return curve, err(x,y,w), err(xt,yt,w), err(xt,yt,best[1]), best[2], loss(xt,yt,w), loss(xt,yt,best[1])
for width in (4,16,64):
  for rate in (0.3,1.0):
    t=time.time(); r=[train(width,rate,20000,s) for s in range(4)]
    print(width,rate,"train",np.mean([a[1] for a in r]).round(3),"test end",[round(a[2],3) for a in r],"early",[round(a[3],3) for a in r],[a[4] for a in r],"loss",[round(a[5],2) for a in r],[round(a[6],2) for a in r], round(time.time()-t,1))
