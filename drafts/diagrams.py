from kit import *
import math
# --- network of layers
p=Panel(290,230); p.title("Layers, one after the other")
cols=[(40,[60,105,150]),(110,[45,82,119,156]),(180,[45,82,119,156]),(250,[78,123])]
for (x1,a),(x2,b) in zip(cols,cols[1:]):
    d="".join(f"M{x1+15} {u}L{x2-15} {v}" for u in a for v in b); p.line(d,BASE,0.8,opacity=0.6)
for i,(x,ys) in enumerate(cols):
    for j,y in enumerate(ys):
        if i==0: p.rect(x-15,y-15,30,30)
        else: p.neuron(x,y,"",[.15,.45,.25,.6][(i*3+j*2)%4])
p.mid(40,186,"input"); p.mid(145,186,"hidden layers"); p.mid(250,186,"output")
p.arrow("M40 208H250"); 
write("network-of-layers","A network: three inputs, two hidden layers of four neurons, two outputs, each neuron joined to all of the layer before.",
"On the left stand three numbers that go in. Each of the four neurons of the first hidden layer reads all three, each by a weight of its own. The four neurons of the second hidden layer read the four of the first. Two output neurons read the four of the second. Values flow from left to right; every line is one weight. With 3, 4, 4 and 2 places there are 12 + 16 + 8 = 36 weights, and ten biases.",p)
# --- sliding filter
pic=[0,0,1,0,0, 0,0,1,0,0, 0,0,1,1,1, 0,0,0,0,1, 0,0,0,0,1]
f=[0,1,0,0,1,0,0,1,0]
p=Panel(290,236); p.title("One small filter, every place")
p.cells(10,40,[.55 if v else .04 for v in pic],5,BASE,24)
p.add(f'<rect x="34" y="40" width="72" height="72" stroke="{LEARNT}" stroke-width="3" fill="none"/>')
p.text(10,182,"picture, 5 by 5",BASE)
p.cells(168,40,[.5 if v else .06 for v in f],3,LEARNT,24)
for i,v in enumerate(f): p.mid(168+i%3*24+12,40+i//3*24+12,str(v))
p.text(168,132,"the filter",LEARNT)
p.text(168,152,"three ones meet")
p.text(168,169,"inked squares: 3")
p.arrow("M110 76H162",LEARNT)
p.text(10,206,"The same nine weights look at each of the"); p.text(10,224,"nine places of this picture in turn.")
out=[]
for r in range(3):
    for c in range(3):
        out.append(sum(pic[(r+a)*5+c+b]*f[a*3+b] for a in range(3) for b in range(3)))
q=Panel(290,236); q.title("What comes out: a feature map")
for i,v in enumerate(out):
    x,y=70+i%3*44,40+i//3*44
    q.add(f'<rect x="{x}" y="{y}" width="44" height="44" stroke="{LEARNT}" stroke-width="1" fill="{LEARNT}" fill-opacity="{.06+.2*v:.2f}"/>'); q.mid(x+22,y+22,str(v))
q.text(10,206,"Large where the picture looks like the"); q.text(10,224,"filter: here, at the upright stroke.")
write("sliding-filter","A filter of nine weights slides over a picture of five by five; each place gives one number of the feature map.",
f"Left: a picture of five by five squares, dark where there is ink: an upright stroke at the top that turns to the right and goes down again. A frame of three by three stands at the top, one step from the left edge. The filter beside it has ones in its middle column and zeros elsewhere. Where frame and filter meet, three inked squares meet three ones: the sum is 3. Right: the nine sums of all nine places form the feature map, row by row: {', '.join(map(str,out))}. It is largest where an upright stroke stands.",p,q)
# --- pooling
vals=[0,2,1,0, 1,3,0,1, 0,0,4,2, 1,0,2,1]
p=Panel(290,200); p.title("Max pooling keeps the strongest")
for i,v in enumerate(vals):
    x,y=10+i%4*32,40+i//4*32
    p.add(f'<rect x="{x}" y="{y}" width="32" height="32" stroke="{LEARNT}" stroke-width="0.8" fill="{LEARNT}" fill-opacity="{.05+.14*v:.2f}"/>'); p.mid(x+16,y+16,str(v))
p.line("M74 40V168M10 104H138",INK,2.5)
p.arrow("M148 104H186")
mx=[max(vals[(r*2+a)*4+c*2+b] for a in (0,1) for b in (0,1)) for r in (0,1) for c in (0,1)]
for i,v in enumerate(mx):
    x,y=196+i%2*40,64+i//2*40
    p.add(f'<rect x="{x}" y="{y}" width="40" height="40" stroke="{LEARNT}" stroke-width="1" fill="{LEARNT}" fill-opacity="{.05+.14*v:.2f}"/>'); p.mid(x+20,y+20,str(v))
p.text(10,190,"4 by 4",BASE); p.text(196,166,"2 by 2",BASE)
write("pooling","Max pooling: of each square of two by two numbers only the largest goes on.",
f"A feature map of four by four numbers is cut into four squares of two by two. The largest number of each square goes on: {mx[0]}, {mx[1]}, {mx[2]} and {mx[3]}. What comes out has two by two numbers. If the picture moves by one place, the largest of a square often stays the same. Global pooling does the same with one square as large as the whole map.",p)
# --- residual
p=Panel(290,250); p.title("Plain"); 
q=Panel(290,250); q.title("With a residual connection")
for r in (p,q):
    r.data(115,36,60,28,"x"); r.arrow("M145 64V90"); r.layer(85,92,120,30,"layer"); r.arrow("M145 122V140"); r.layer(85,142,120,30,"layer")
p.arrow("M145 172V214"); p.mid(145,230,"F(x)")
q.arrow("M145 172V190"); q.add(f'<circle cx="145" cy="203" r="12" stroke="{INK}" stroke-width="1.5" fill="none"/>'); q.mid(145,203,"+")
q.arrow("M145 76H40V203H132",LEARNT,width=2.5); q.arrow("M157 203H206"); q.mid(236,203,"x + F(x)")
q.text(48,136,"x",LEARNT)
write("residual-connection","Two blocks of two layers: the plain one hands on what the layers made; the residual one adds its input to that.",
"Left, a plain block: the input x goes through two layers, and only their result F(x) goes on. Right, a residual block: x goes through the same two layers, and also past them by a path of its own; at the end both are added, so x + F(x) goes on. If the two layers have nothing to say yet, x passes unchanged. On the way back, the gradient takes the same path past the layers and does not fade.",p,q)
# --- gradient descent
def curve(x): return 190-130*((x-150)/130)**2*0-0
p=Panel(290,230); p.title("Downhill, step by step")
f=lambda w: 40+130*(w-0.62)**2/0.38
X=lambda w: 30+240*w; Y=lambda l: 195-(l-40)*1.05
Y=lambda w: 190-150*((w-0.62)/0.62)**2
d="M"+"L".join(f"{X(w/40):.1f} {Y(w/40):.1f}" for w in range(0,41)); p.line(d,INK,2)
p.line("M30 36V200H276",BASE,1)
w=0.06
pts=[]
for k in range(5):
    pts.append(w); g=2*(w-0.62)/0.62**2; w=w-0.075*g
for a,b in zip(pts,pts[1:]): p.arrow(f"M{X(a):.1f} {Y(a):.1f}L{X(b):.1f} {Y(b):.1f}",RIVAL,"5 4")
for a in pts: p.add(f'<circle cx="{X(a):.1f}" cy="{Y(a):.1f}" r="5" fill="{LEARNT}"/>')
p.text(36,48,"loss",BASE); p.text(276,218,"weight",BASE,"end"); p.text(66,70,"start",LEARNT); p.mid(X(.62),206-0+6,"lowest loss")
p.text(104,106,"steep: a long step",RIVAL); p.text(122,140,"flat: a short one",RIVAL)
write("gradient-descent","A curve of the loss over one weight; five points walk downhill, with shorter steps where the curve is flatter.",
"The loss, drawn upwards, forms a valley over one weight. Training starts high on the left side. The slope of the curve there says which way is down and how steep it is. The first step is long, as the curve is steep; each next one is shorter, as the curve gets flatter. After four steps the weight stands close to the lowest point. The learning rate says how long a step is for a given slope.",p)
from kit import *
import math
# --- train validation test
p=Panel(290,250); p.title("Three parts of the data")
for y,(name,what,w,c) in zip((34,98,162),(("training set","sets the weights",190,LEARNT),("validation set","picks rates, sizes, when to stop",56,VIOLET),("test set","looked at once, at the end",56,ROSE))):
    p.rect(10,y,w,20,c,0.25); p.text(10,y+35,name,c,bold=True); p.text(10,y+51,what)
p.text(10,238,"No example stands in two of them.",BASE)
q=Panel(290,250); q.title("Overfitting")
q.line("M34 36V192H280",BASE,1)
q.text(40,46,"error",BASE); q.text(280,210,"training steps",BASE,"end")
tr="M40 70C70 130 100 160 150 172S240 184 272 185"; va="M40 64C70 118 100 142 140 146S230 128 272 96"
q.line(tr,LEARNT,2.2); q.line(va,VIOLET,2.2,"6 4")
q.line("M140 40V192",BASE,1,"2 3"); q.text(146,52,"stop here")
q.text(178,112,"validation",VIOLET,"middle") ; q.text(200,172,"training",LEARNT)
q.text(8,232,"Right of the line it learns"); q.text(8,246,"the examples by heart.")
write("train-validation-test","Three parts of the data with their tasks, and two curves: training error falls on, validation error turns up again.",
"Left: three bars for three parts of the data. The training set, the largest, sets the weights. The validation set picks learning rates, sizes and the moment to stop. The test set is looked at once, at the end. No example stands in two of them. Right: error over training steps. The training error falls all the way. The validation error falls first, reaches its lowest point, and rises again: from there on the network learns its examples by heart, which is called overfitting. Training stops at the lowest point.",p,q)
# --- folding
def tent(k,x):
    for _ in range(k): x=1-abs(1-2*x)
    return x
ps=[]
for k,t in ((1,"One layer: one fold"),(2,"Two layers: two"),(3,"Three layers: three")):
    p=Panel(190,190); p.title(t)
    N=2**k; pts=[(i/N,tent(k,i/N)) for i in range(N+1)]
    p.line("M16 40V150H176",BASE,1)
    p.line("M"+"L".join(f"{16+160*x:.1f} {150-100*y:.1f}" for x,y in pts),LEARNT,2.2)
    p.text(8,174,f"{N} pieces, {2*k} neurons")
    ps.append(p)
write("folding","The same fold applied once, twice and three times gives 2, 4 and 8 straight pieces.",
"Three drawings of a line over an axis. A layer of two neurons folds the axis in the middle: the line goes up and down again, two straight pieces. A second such layer folds the folded line once more: four pieces from four neurons. A third one makes eight pieces from six neurons. Each layer doubles the pieces and costs two neurons. One wide layer would need a neuron for nearly every piece.",*ps,gap=10)
# --- freeze, fine-tune, low-rank
ps=[]
def stack(p,names,x=85):
    y=170
    p.data(x+20,y+10,80,26,"input"); 
    for i,(s,kind) in enumerate(names):
        yy=y-34-i*42
        p.arrow(f"M{x+60} {yy+(44 if i==0 else 42)}V{yy+32}")
        getattr(p,kind)(x,yy,120,30,s)
a=Panel(250,232); a.title("Freeze"); stack(a,[("frozen","frozen"),("frozen","frozen"),("new head","layer")],65); 
b=Panel(250,232); b.title("Fine-tune all"); stack(b,[("trained on","layer"),("trained on","layer"),("new head","layer")],65)
c=Panel(250,232); c.title("Low-rank (LoRA)"); stack(c,[("frozen","frozen"),("frozen","frozen"),("new head","layer")],24)
for y in (136,94):
    c.layer(172,y+3,20,24,"A"); c.layer(204,y+3,20,24,"B"); c.line(f"M144 {y+15}H172M192 {y+15}H204",LEARNT)
a.text(8,226,"Only the head learns."); b.text(8,226,"Every weight may move."); c.text(8,226,"Small tables A × B are added.")
write("ways-to-transfer","Three ways to reuse a network: freeze it under a new head, train all of it on, or add small trained tables to frozen ones.",
"Three stacks of an input, two layers and a new head. Freeze: both layers are frozen, drawn with a dashed grey edge; only the new head is trained. Fine-tune all: both layers and the head are trained on, at a rate of their own. Low-rank, called LoRA: the layers are frozen, and beside each stand two small tables A and B, which are trained; their product is added to the frozen table of weights. It has far fewer numbers than the table itself.",a,b,c,gap=10)
# --- tokens to embeddings
p=Panel(290,240); p.title("From text to rows of numbers")
words=["The"," cat"," sleep","s"]; ids=["7","52","31","4"]
for i,(w,d) in enumerate(zip(words,ids)):
    x=10+i*69; p.pill(x,38,62,28,w.strip() if w!=" sleep" else "sleep")
    p.arrow(f"M{x+31} 68V86"); p.mid(x+31,98,d); p.arrow(f"M{x+31} 110V128")
    p.cells(x+17,132,[[.1,.7,.3,.5],[.6,.2,.8,.1],[.4,.9,.1,.3],[.8,.1,.2,.6]][i],1,LEARNT,16)
p.text(10,222,"token, its number, its embedding",BASE)
write("tokens-to-embeddings","A sentence cut into four tokens; each has a number in the vocabulary, and each number a row of learnt numbers, its embedding.",
"The text The cat sleeps is cut into four tokens: The, cat, sleep and s. Each token has a number, its place in the vocabulary, the list of all tokens; the numbers shown are for illustration. Each number picks a row of a table: the embedding, a list of numbers that were learnt. Here it has four numbers; real models have hundreds or thousands. Tokens that are used alike get rows that are alike.",p)
# --- transformer block
p=Panel(290,318); p.title("A Transformer block")
x=90
p.cells(104,284,[.2,.6,.4,.7,.3,.5],6,LEARNT,14); p.text(196,296,"one token in",BASE)
p.arrow("M146 282V262")
p.layer(x,232,112,28,"normalise"); p.arrow("M146 232V214"); p.layer(x,184,112,28,"attention")
p.arrow("M146 184V171"); p.add(f'<circle cx="146" cy="160" r="10" stroke="{INK}" stroke-width="1.5" fill="none"/>'); p.mid(146,160,"+")
p.arrow("M146 272H60V160H134",LEARNT,width=2.5)
p.arrow("M146 150V132"); p.layer(x,102,112,28,"normalise"); p.arrow("M146 102V84"); p.layer(x,54,112,28,"MLP")
p.arrow("M146 54V44"); p.mid(146,36,"+"); p.add(f'<circle cx="146" cy="36" r="8" stroke="{INK}" stroke-width="1.5" fill="none"/>')
p.arrow("M146 142H60V36H136",LEARNT,width=2.5)
p.text(210,190,"reads other",BASE); p.text(210,206,"tokens",BASE); p.text(210,60,"works on",BASE); p.text(210,76,"each alone",BASE)
p.text(160,40,"out",BASE)
write("transformer-block","A Transformer block: attention lets a token read others, a small network works on each token alone; both results are added.",
"From below, the row of numbers of one token goes in. It is normalised and passed to attention, which brings in what matters from other tokens; the result is added to the row. Then the row is normalised again and passed to an MLP, a small network of two layers that works on each token alone; its result is added as well. The two paths that go past the layers are residual connections. A language model is a stack of many such blocks.",p)
from kit import *
import math
# --- writing loop with softmax numbers (worked arithmetic)
sc=[2.0,1.0,0.0]; 
def soft(t): 
    e=[math.exp(s/t) for s in sc]; return [x/sum(e) for x in e]
p=Panel(290,262); p.title("The loop that writes")
p.pill(10,38,150,28,"The cat sat on the"); p.arrow("M85 68V86"); p.layer(25,88,120,30,"language model"); p.arrow("M85 118V136")
for i,(w,s) in enumerate(zip(("moon","sofa","mat"),sc[::-1])):
    p.pill(10+i*92,158,82,26,w); p.mid(10+i*92+(41 if i<2 else 34),148,f"score {s:g}",BASE)
    p.mid(10+i*92+41,198,f"{100*soft(1)[2-i]:.0f} %")
p.text(10,226,"softmax makes shares of scores; one"); p.text(10,244,"token is drawn, added, and all again.")
p.arrow("M282 158V52H164",LEARNT,width=2) if False else p.arrow("M262 156C262 90 232 54 164 52",LEARNT,width=2)
q=Panel(290,262); q.title("Temperature")
for j,(t,name) in enumerate(((0.5,"0.5: bolder"),(1,"1: as trained"),(2,"2: more even"))):
    y=40+j*72; q.text(10,y+12,name,bold=False)
    for i,v in enumerate(soft(t)):
        q.rect(150,y+i*18-2,104*v,14,LEARNT,0.35,width=0); q.text(140,y+i*18+9,("mat","sofa","moon")[i],BASE,"end"); q.text(150+104*v+5,y+i*18+9,f"{100*v:.0f} %")
write("writing-loop","A language model scores each possible next token; softmax turns scores into shares; one token is drawn and added, and the loop begins again.",
f"Left: the text The cat sat on the goes into a language model. It gives each token of its vocabulary a score; three are shown: mat 2, sofa 1, moon 0. Softmax turns the scores into shares that add up to one: {100*soft(1)[0]:.0f}, {100*soft(1)[1]:.0f} and {100*soft(1)[2]:.0f} per cent. One token is drawn by these shares, put at the end of the text, and all begins again. Right: before softmax the scores are divided by the temperature. At 0.5 the first token gets {100*soft(.5)[0]:.0f} per cent, at 1 {100*soft(1)[0]:.0f}, at 2 only {100*soft(2)[0]:.0f}.",p,q)
# --- noising and denoising
import random
rng=random.Random(4)
seven=[0,1,1,1,1,0, 0,0,0,0,1,0, 0,0,0,1,0,0, 0,0,1,0,0,0, 0,0,1,0,0,0, 0,0,1,0,0,0]
noise=[rng.random() for _ in seven]
p=Panel(290,218); p.title("Add noise, learn to take it away")
for i,a in enumerate((0,.35,.7,1)):
    p.cells(10+i*71,40,[.04+.8*((1-a)*v+a*u*.9) for v,u in zip(seven,noise)],6,INK,9.5)
    if i<3: p.arrow(f"M{10+i*71+59} 68H{10+i*71+69}")
p.text(10,118,"picture",BASE); p.text(280,118,"noise",BASE,"end")
for i in range(3): p.back(f"M{152+i*0} 0V0") if False else None
p.back("M250 140H40"); p.text(145,160,"the network learns this way back",RIVAL,"middle")
p.text(10,192,"At each step it sees a noisy picture and"); p.text(10,210,"says in which direction the picture lies.")
write("noising-and-denoising","A picture of a seven dissolves into noise in four steps; an arrow leads back, which is what the network learns.",
"From left to right a picture of a small seven gets more and more noise, until only noise is left. That way needs no network: noise is added by a rule. The dashed arrow leads back from noise to the picture. It is what the network learns: it sees a noisy picture and the amount of noise, and says in which direction the clean picture lies. To make a new picture one starts with fresh noise and follows these directions in many small steps.",p)
# --- latent space and guidance
p=Panel(290,250); p.title("A smaller space, told by words")
p.pill(10,40,126,28,"a red bird in snow"); p.arrow("M73 70V88"); p.layer(20,90,106,30,"text encoder"); p.arrow("M73 120V146")
p.cells(160,44,[.2,.7,.4,.6,.3,.8,.5,.2,.6],3,BASE,16); p.text(216,60,"noise, in a",BASE); p.text(216,76,"small one",BASE)
p.arrow("M184 96V146"); p.layer(20,150,180,34,"denoiser, 4 to 50 steps"); p.arrow("M110 184V204"); p.layer(58,206,104,30,"decoder"); p.arrow("M164 221H196")
p.data(200,206,76,30,"picture")
p.arrow("M200 167H236V122H190",LEARNT); p.arrow("M240 167H240") if False else None
p.text(242,148,"again",LEARNT)
q=Panel(290,250); q.title("Guidance")
q.line("M40 210L120 150",BASE,2); q.arrow("M40 210L112 156",BASE); q.arrow("M40 210L116 104",LEARNT); q.arrow("M120 98L202 40",RIVAL,"5 4") if False else None
q.arrow("M116 104L124 34",RIVAL,"5 4"); q.add(f'<circle cx="40" cy="210" r="5" fill="{INK}"/>')
q.text(126,162,"without the words",BASE); q.text(126,112,"with the words",LEARNT); q.text(136,56,"guided: further in the",RIVAL); q.text(136,72,"direction of their",RIVAL); q.text(136,88,"difference",RIVAL)
q.text(10,236,"noise now",BASE)
write("latent-space-and-guidance","Left: words and noise go through a denoiser in a smaller space, then a decoder makes the picture. Right: guidance goes further towards the words.",
"Left: the words a red bird in snow pass a text encoder. Noise, in a latent space that is far smaller than the picture, goes into the denoiser together with the words; what comes out goes in again, for 4 to 50 steps. At the end a decoder turns the small result into the full picture. Right: from the noisy point of now the denoiser is asked twice, once without and once with the words, and points in two directions. Guidance goes further along the difference of the two: more of what the words say, less variety.",p,q)
# --- five kinds of parallel work
ps=[]
def two(p,y1=44): 
    return
a=Panel(190,210); a.title("Data")
for i,y in enumerate((40,108)):
    a.worker(60,y,120,56,""); a.layer(74,y+11,96,34,"whole model"); a.data(8,y+14,40,28,f"½"); a.arrow(f"M48 {y+28}H60")
a.text(8,186,"halves of the data,"); a.text(8,202,"gradients averaged")
b=Panel(190,210); b.title("Tensor")
for i,y in enumerate((40,108)):
    b.worker(60,y,120,56,""); b.layer(74,y+11,44,34,"½"); b.layer(124,y+11,44,34,"½"); b.data(8,y+14,40,28,"all"); b.arrow(f"M48 {y+28}H60")
b.text(8,186,"half of each layer,"); b.text(8,202,"results put together")
c=Panel(190,210); c.title("Pipeline")
c.worker(8,40,74,124,""); c.worker(104,40,74,124,""); 
for x,ns in ((22,("1","2")),(118,("3","4"))):
    for i,s in enumerate(ns): c.layer(x,54+i*52,50,34,f"layer {s}")
c.arrow("M84 102H103",BLUE); c.text(8,186,"some layers each,"); c.text(8,202,"handed on")
d=Panel(190,210); d.title("Expert")
d.pill(8,90,44,26,"token"); 
for i,y in enumerate((40,108)):
    d.worker(92,y,88,56,""); d.layer(106,y+11,66,34,f"expert {i+1}")
d.arrow("M52 100L90 72"); d.line("M52 106L90 134",BASE,1,"2 3"); d.text(8,186,"each token to few"); d.text(8,202,"of many experts")
e=Panel(190,210); e.title("Sharded state")
for i,y in enumerate((40,108)):
    e.worker(30,y,150,56,""); e.cells(44,y+21,[.6,.6,.6,.05,.05,.05] if i==0 else [.05,.05,.05,.6,.6,.6],6,LEARNT,14); e.text(136,y+33,f"½")
e.text(8,186,"each keeps a part of"); e.text(8,202,"weights and notes")
write("kinds-of-parallel-work","Five ways to share work between two workers: data, tensor, pipeline, expert and sharded state.",
"Five small pictures, each with two workers. Data parallel: both hold the whole model, each gets half of the data, and their gradients are averaged. Tensor parallel: each holds half of every layer, both see all data, and results are put together within each layer. Pipeline parallel: the first holds layers 1 and 2, the second 3 and 4, and values are handed on. Expert parallel: each holds one expert, and a token is sent to few of them. Sharded state: each keeps only a part of the weights and of the optimiser's state, and fetches the rest when needed.",a,b,c,d,e,gap=10)
# --- ring all-reduce
p=Panel(290,262); p.title("Ring all-reduce, four workers")
pos=[(58,44),(170,44),(170,150),(58,150)]
for i,(x,y) in enumerate(pos):
    p.worker(x,y,68,50,""); p.cells(x+9,y+18,[.65 if j==i else .12 for j in range(4)],4,LEARNT,13)
for d in ("M128 69H168","M204 96V148","M168 175H128","M92 148V96"): p.arrow(d,BLUE,width=2)
p.text(8,226,"Each sends one quarter to the next, three"); p.text(8,242,"times to add, three times to hand round.")
write("ring-all-reduce","Four workers in a ring; each passes a quarter of its numbers to the next, adding on the way.",
"Four workers stand in a ring. Each has a gradient in four quarters; the darker quarter is the one that it sends next. In each step every worker sends one quarter to its neighbour, which adds it to its own. After three steps each worker holds one quarter that is the sum of all four. In three more steps these sums are handed round. Each worker has then sent six quarters, one and a half times the gradient. With more workers this stays below twice the gradient.",p)
# --- pipeline and bubble
p=Panel(290,222); p.title("One batch: workers wait")
def grid(p,y,jobs,label):
    p.text(8,y+16,label)
    for c,s,col in jobs:
        p.rect(28+c*24,y,24,24,col,0.3); p.mid(28+c*24+12,y+12,s)
for w in range(4):
    p.rect(28,40+w*30,240,24,RULE,0.25,width=0)
    p.rect(28+w*24,40+w*30,24,24,LEARNT,0.3); p.rect(28+(7-w)*24,40+w*30,24,24,RIVAL,0.3); p.text(8,57+w*30,str(w+1),BLUE)
    p.mid(28+w*24+12,52+w*30,"→"); p.mid(28+(7-w)*24+12,52+w*30,"←")
p.text(28,178,"time →",BASE); p.text(28,200,"8 squares of time, 2 of work each"); 
q=Panel(290,222); q.title("Four small batches: less waiting")
u=14
for w in range(4):
    q.rect(28,40+w*30,u*14+u*2,24,RULE,0.25,width=0); q.text(8,57+w*30,str(w+1),BLUE)
    for m in range(4):
        q.rect(28+(w+m)*u,40+w*30,u,24,LEARNT,0.3); q.rect(28+(7+(3-w)+m)*u,40+w*30,u,24,RIVAL,0.3)
q.text(28,178,"time →",BASE); q.text(28,200,"14 squares of time, 8 of work each")
write("pipeline-and-bubble","Four workers in a pipeline over time: with one batch each works a quarter of the time, with four small batches more than half.",
"Each row is a worker that holds some layers; time runs to the right. Left: one batch goes forward through workers 1 to 4 and back again. Each worker works in 2 of 8 squares of time and waits in the others; the empty squares are called the bubble. Right: the batch is cut into four small ones that follow each other. Each worker now works in 8 of 14 squares. The bubble has shrunk from three quarters to three sevenths.",p,q)
from kit import *
# --- neuron with checkable numbers
p=Panel(290,216); p.title("Multiply, add, bend")
ins=(("0.5",55,"× 2",LEARNT),("1.0",105,"× −1",RIVAL),("0.2",155,"× 5",LEARNT))
for s,y,w,c in ins: p.data(10,y-15,44,30,s)
p.line("M54 55L96 70M128 81L170 97",LEARNT,2); p.line("M54 105H94M134 105H168",RIVAL,2); p.line("M54 155L96 140M128 129L170 113",LEARNT,2)
p.mid(112,75,"× 2",LEARNT); p.mid(114,105,"× −1",RIVAL); p.mid(112,135,"× 5",LEARNT)
p.neuron(186,105,"1.5",0.25,16); p.arrow("M186 160V124"); p.mid(186,172,"bias + 0.5"); p.arrow("M204 105H236"); p.mid(258,105,"1.5",bold=True)
p.text(10,204,"0.5 × 2 − 1.0 × 1 + 0.2 × 5 + 0.5 = 1.5")
q=Panel(290,216); q.title("The activation function ReLU")
q.line("M40 150H270M150 36V176",BASE,1); q.line("M40 150H150L250 50",LEARNT,2.5)
q.text(44,168,"negative: 0"); q.text(150,194,"0",BASE,"middle"); q.text(262,112,"positive:",INK,"end"); q.text(262,128,"stays",INK,"end"); q.text(270,168,"sum",BASE,"end"); q.text(144,46,"output",BASE,"end")
write("neuron","A neuron: three inputs times their weights plus a bias give 1.5; the activation function ReLU passes it on, since it is positive.",
"Left: three numbers come in: 0.5, 1.0 and 0.2. Each is multiplied by a weight: 2, minus 1 and 5. The products are 1, minus 1 and 1; together with the bias of 0.5 they add up to 1.5. Right: the activation function ReLU, drawn as a line that lies at zero for negative sums and rises with the sum for positive ones. The sum 1.5 is positive, so the neuron hands on 1.5. With a bias of minus 2 the sum would be minus 1, and it would hand on 0.",p,q)
# --- assistant stages
p=Panel(290,300); p.title("From predictor to assistant")
rows=[("web text, books","predict the next token","base model",BASE),("questions with answers","instruction tuning","follows",BASE),("which of two is better?","preferences: RLHF, DPO","preferred",ROSE),("can it be checked?","rewards that are checked","reasons",BASE)]
for i,(d,s,o,c) in enumerate(rows):
    y=34+i*66
    p.pill(8,y,176,26,d,c); p.layer(8,y+30,176,26,s); p.text(194,y+48,o if len(o)<13 else o)
    if i<3: p.arrow(f"M96 {y+56}V{y+65}")
write("from-base-model-to-assistant","Four stages of training, one after the other: next tokens, instructions, preferences, rewards that can be checked.",
"Four stages stand below each other; each has data above and a way of training below. First: from web text and books the base model learns to predict the next token. Second: from questions with good answers it learns to follow requests; this is instruction tuning. Third: people say which of two answers is better, and the model is moved towards those, by RLHF or DPO. Fourth: on tasks whose result can be checked, such as sums or code, it is rewarded for right results and learns to reason at more length.",p)
# --- RAG
p=Panel(290,290); p.title("Retrieval-augmented generation")
p.pill(10,38,150,28,"When is it open?",ROSE); p.arrow("M85 68V88"); p.layer(30,90,110,28,"encoder"); p.arrow("M142 104H186"); p.store(188,76,92,60,"index of\npassages")
p.arrow("M234 138V164"); p.pill(150,166,132,44,"[1] Open daily\n9 to 17"); p.arrow("M85 68V68") if False else None
p.line("M30 52H16V212",INK); p.arrow("M16 190H16V238H58") if False else p.arrow("M16 200V238H56")
p.arrow("M216 212V224H150V226") if False else p.arrow("M216 212V238H172")
p.layer(60,222,110,32,"language model"); p.arrow("M115 256V264"); p.text(60,280,"“From 9 to 17 [1].”")
write("retrieval-augmented-generation","A question finds passages in an index; question and passages go to the language model, which answers and names its source.",
"A person asks: When is it open? An encoder turns the question into a row of numbers, and an index finds the passages whose rows are most alike. Here it finds passage 1: Open daily 9 to 17. Question and passage together go into the language model, which writes: From 9 to 17, with the number of the passage. Two things can fail: the right passage is not found, or the model does not keep to it. Both have to be measured, each for itself.",p)
# --- stores around a model
p=Panel(290,282); p.title("The stores around a model")
p.layer(100,124,90,40,"model")
for x,y,s in ((8,40,"training\ndata"),(104,40,"weights and\nversions"),(200,40,"passages,\nvectors"),(8,200,"prompts,\nruns"),(104,200,"feedback,\nscores"),(200,200,"logs,\ncosts")):
    p.store(x,y,82,62,s)
p.arrow("M60 102L108 122"); p.arrow("M145 122V104"); p.arrow("M234 102L184 122")
p.arrow("M110 166L58 198"); p.arrow("M145 198V166"); p.arrow("M182 166L232 198")
write("stores-around-a-model","Six stores around a model: training data, weights, passages, prompts and runs, feedback, logs.",
"A model stands in the middle, with six stores around it. Above: the training data it learnt from; the weights with their versions, which it is saved to and loaded from; and passages with their vectors, which it reads when it answers. Below: prompts and runs, which record what was asked and answered; feedback and scores, which come back from people and flow into the next training; and logs with costs, which show how it is used. The 24 answers are about these stores.",p)
# --- course map
p=Panel(290,330); p.title("The map of the course")
p.layer(80,36,130,30,"first network")
six=["Layers","Features","End to end","Data","Transfer","Parallel"]
for i,s in enumerate(six):
    x,y=10+i%3*92,104+i//3*56; p.layer(x,y,86,40,s)
p.rect(4,94,282,116,RULE,0.25,rx=8,width=0)
p.parts.insert(1,p.parts.pop())
p.arrow("M145 68V92"); p.arrow("M100 212V230"); p.arrow("M190 212V230")
p.pill(20,232,118,34,"writing"); p.pill(152,232,118,34,"drawing")
p.arrow("M100 268L130 286"); p.arrow("M190 268L162 286"); p.layer(85,288,120,30,"assistant")
write("course-map","The way through the course: a first network, six features, then how networks write and draw, and how they become assistants.",
"At the top stands a first network, built by hand. Below it, in one field, the six features of deep learning: layers, features, end-to-end training, data, transfer and parallel work. From them two paths lead to what generates: writing, by a language model, and drawing, by an image model. Both lead to the last page, which tells how a model that predicts becomes an assistant that helps. Each page begins with this way in small.",p)
# --- staged or end to end
p=Panel(290,176); p.title("In stages")
p.data(8,44,56,30,"input"); p.layer(84,44,70,30,"part A"); p.layer(196,44,70,30,"part B")
p.arrow("M66 59H82"); p.arrow("M156 59H194"); p.loss(84,110,70,28,"loss A"); p.loss(196,110,70,28,"loss B"); p.back("M119 108V78"); p.back("M231 108V78")
p.text(8,164,"Each part has labels and a goal of its own.")
q=Panel(290,176); q.title("End to end")
q.data(8,44,56,30,"input"); q.layer(84,44,70,30,"part A"); q.layer(196,44,70,30,"part B")
q.arrow("M66 59H82"); q.arrow("M156 59H194"); q.loss(196,110,70,28,"one loss"); q.back("M231 108V78"); q.back("M194 68H158")
q.text(8,164,"The error goes back through all parts.")
write("staged-or-end-to-end","Two parts in a row, trained in stages with a loss each, or end to end with one loss whose error goes back through both.",
"Left, in stages: the input goes through part A, then part B. Each part has labels and a loss of its own; the dashed arrow from each loss reaches only its own part. Right, end to end: the same two parts, but one loss, behind part B. Its error goes back through part B and on into part A. So A is trained for what B needs, and no label for what A hands on is needed.",p,q)
# --- prefill and decode
p=Panel(290,220); p.title("Prefill: all at once")
for i,s in enumerate(("The","cat","sat")): p.pill(10+i*72,40,64,26,s); p.arrow(f"M{42+i*72} 68V86")
p.layer(10,88,208,30,"language model"); 
for i in range(3): p.arrow(f"M{42+i*72} 118V134"); p.cells(21+i*72,136,[.6,.3,.5],3,VIOLET,14)
p.text(10,172,"keys and values are kept: the cache",VIOLET); p.text(10,204,"One pass over the whole prompt.")
q=Panel(290,220); q.title("Decode: one token a pass")
for i in range(3): q.cells(10+i*50,66,[.6,.3,.5],3,VIOLET,14)
q.text(10,58,"cache",VIOLET); q.pill(176,60,56,26,"on"); q.arrow("M204 88V104"); q.line("M80 82V104",VIOLET,1.5); q.arrow("M80 84V104",VIOLET)
q.layer(10,106,240,30,"language model"); q.arrow("M204 136V152"); q.pill(176,154,56,26,"the"); q.arrow("M234 166H268V72H236",LEARNT)
q.text(10,204,"Each new token reads the cache.")
write("prefill-and-decode","Prefill reads the whole prompt in one pass and keeps keys and values; decode makes one token a pass and reads that cache.",
"Left, prefill: the three tokens The, cat and sat go into the language model at once. For each the model keeps its keys and values, which later tokens will look at; they form the cache. Right, decode: one new token goes in, the model reads the cache in place of the earlier tokens, and one more token comes out, which goes in next. Prefill can use all of a processor; decode has to wait for each token, and mostly reads weights and cache from memory.",p,q)
