M = {}
M["front"] = '''---
title: "Lab: end-to-end training"
description: One backward step with numbers, backpropagation written out and checked, and digits learnt from their sums alone.
minutes: 30
question: Can one goal train every part of a system?
card: staged-or-end-to-end
headline: sums-digits
---'''
M["top"] = '''# Lab: end-to-end training

*End-to-end* training adjusts all parts of a system together, straight from the input to the wanted output. In this lab you follow one
backward step with numbers, build the machinery by hand, check that it is right, and watch it work. Then you compare it with training
in stages, and find a case for each.

The lesson page is [end-to-end training](../lesson/end-to-end-training.md).

## What we ask

1. Who is to blame for an error, and by how much? Can we work that out in a few lines, and *prove* that it is right?
2. What does training look like while it happens, and do the same lines work on other inputs?
3. Two digits are shown, and only their sum is told. Can a network learn to read single digits from that?
4. When is it better to train in stages, and when does a stage throw away what is needed?

## Make a guess

??? question "A network sees 512 pairs of digits and is told only the sum of each pair. How many of 100 new single digits will it then read right?"
    Blind guessing gives 10. The section "Digits from their sums" shows the pairs, and "What to see" has the answer.'''
M["blame"] = '''## One step, with numbers

The smallest network that has something to hand back has two weights in a row. The input is multiplied by the first weight. What comes
out goes through an *activation function*, here ReLU: it passes positive numbers and turns negative ones into zero. The result is
multiplied by the second weight. The *loss* is the square of the distance to the target. Real neurons add a *bias* as well, a number of
their own; we leave it out to keep the numbers few.

Backward means: ask for each number how the loss would change if that number grew a little. That is its blame. The field calls it the
*gradient*. Start at the loss and go down link by link; each link multiplies the blame by its own slope.'''
M["blame-after"] = '''The last line is the check: pushing the first weight up by a thousandth raises the loss by about a thousandth of its blame.'''
M["backprop"] = '''## Backpropagation, written out

Now with many neurons. A *neuron* multiplies each of its inputs by a weight, adds its bias, and sends the sum through an activation
function; here that is tanh, which squeezes every number into the range from −1 to 1. A layer is a row of neurons, and one matrix product
does them all.

The last layer gives a score for each answer. *Softmax* turns scores into probabilities: positive numbers with a sum of 1. The loss is
minus the logarithm of the probability that the right answer got, called *cross-entropy*. Why a logarithm? A probability of 1 then costs
nothing, and the cost grows without end as the probability comes near 0: being sure and wrong is the worst.

`backward` goes through the layers from the end to the start. At each it asks two things. How much are this layer's weights and biases to
blame? And how much is its input, which the layer below gave? The second answer is handed to the layer below.'''
M["backward"] = '''`descend` is the *optimiser* around it. The plainest one is *gradient descent*: each weight takes a small step against its gradient.'''
M["check"] = '''## Is it right?

A wrong gradient often still trains, only worse, so looking at results is not enough. There are two checks. *Pushing* each weight a little
up and down shows how the loss moves; the field calls that finite differences. It is slow, but it needs no theory. The *library*, PyTorch,
computes gradients by itself; the field calls that autograd. We also plant a bug, a forgotten slope, to see that the check can fail.'''
M["hand"] = '''## A boundary forms

Two half moons of points are to be told apart: 400 to learn from, 1,000 for validation, 2,000 to test. The network has layers of 32 and 32
neurons. Its rivals are the best straight line (logistic regression) and a vote of the nearest neighbours.

How we measure, here and below: data are split into training, validation and test. Each network gets three tries for its learning rate
and each rival three tries for its own setting, on validation data of two seeds that are used for nothing else. The test data are looked at
once. All results are means over the seeds in `SEEDS`, which change the data, the start and the order.'''
M["same"] = '''## The same lines on other inputs

The functions above know nothing about moons. Here they get two other inputs, and nothing is changed but the sizes of the layers:
handwritten digits (64 grey values, ten answers) and text from Python's own manual (the last three letters, 27 answers for the next one).
Each rival was made for its task: nearest neighbours, a support vector machine, and a table that counts which letter came next.

The digits are 8 × 8 pictures by 13 people, who stand on both sides of every split. No digit does, but the handwriting of a new person
would be read worse.'''
M["sums"] = '''## Digits from their sums

Each example shows two digits, and tells only their **sum**, 0 to 18.'''
M["sums2"] = '''One small network, the *reader*, looks at each digit and gives ten probabilities. The probability of each sum follows by adding up all
ways to reach it. The loss looks at the sum only, and the gradients flow back *through* the addition. PyTorch computes them; `Adam` is an
optimiser that gives each weight a step size of its own.'''
M["rivals"] = '''## Rivals, and who needs how many labels

- **Staged**: the same reader learns from digits with a label each; then a program adds. It is told more about each picture.
- **Support vectors**: the best reader we know for these digits that is not a network; then a program adds.
- **Black box**: both pictures in, a score for each sum out, without any notion of adding. It sees each pair both ways round.
- **One reader for both**: as the black box, but one network reads both pictures, and its 32 features of each are added up.
- **Head start**: the staged reader from 32 digit labels goes on to learn from 32 sums.

Fair can mean two things: the same number of labels, or the same pictures. We show both. Training digits are 1,024, validation
digits 256, test digits 517, from which 2,000 test pairs are drawn. With 512 sums, each training digit is seen in one pair.'''
M["structure"] = '''How much comes from the wiring? Three networks are told the same sums, with less and less known beforehand.'''
M["narrow"] = '''## A narrow place between two stages

In a chain, each stage hands something on to the next, and often much less than it got. Here a stage may hand on only a few numbers for each
digit. *PCA* is the classic stage made for its own goal: it keeps the numbers in which the pictures vary most. *Isomap* keeps who is near
to whom. Neither is told what the digits are for. A vote of nearest neighbours then reads the digit from the few numbers.
The end-to-end network has the same narrow place, but all of it is trained for reading.'''
M["see"] = '''## What to see

- **Blame is a number.** The first weight of the small network has a slope of <<step-blame-first|0n>>, the second <<step-blame-second|0n>>.
  One step brings the loss from <<step-loss|0n>> to <<step-new-loss|2n>>.
- **Right to the last digits.** Against the library our gradients differ by <<check-autograd|e1>>, against pushing by <<check-pushing|e1>>:
  rounding, no more. The forgotten slope gives an error of <<check-bug|1n>>, so the check can fail.
- **A boundary forms.** The network ends at <<moons-network|1±>>, the best straight line at <<moons-linear|1±>>. Nearest neighbours
  get <<moons-neighbours|1±>>: no difference seen.
- **One code, three inputs.** The same lines read digits at <<own-code-digits|1±>> and name the next letter at <<own-code-letters|1±>>. The rivals
  made for these tasks are ahead, with <<digits-svm|1±>> and <<letters-counting|1±>>.
- **Digits emerge.** From 512 sums, without a single digit label, the network reads single digits at <<sums-digits|1±>>.
- **Staged wins on few.** From 64 pictures, staged training gets <<staged-64|0±>> of the sums right, end-to-end training from their 32 sums
  <<sums-32|0±>>.
- **On many it depends on what is counted.** With 512 labels each, sums are ahead of digit labels by <<by-labels-512|+1>>.
  PICTURES
- **Structure counts.** With 512 sums, the network that is told to add is at <<sums-512|1±>>, one reader for both at <<added-512|1±>>,
  the black box at <<black-box-512|1±>>. Four times as many sums bring the black box to <<black-box-2048|1±>>.
- **A stage can throw away what is needed.** Through two numbers, end-to-end training reads <<narrow-end-2|1±>>, PCA leaves
  <<narrow-pca-2|1±>>, Isomap <<narrow-isomap-2|1±>>. Through 16 numbers PCA has <<narrow-pca-16|1±>> and end-to-end training <<narrow-end-16|1±>>.'''

M["wrong"] = """

## What would be wrong to conclude

- *"End to end means no human design."* Somebody knew that the answer is a sum of two readings, and wired the network so. Without that
  knowledge the black box falls far behind.
- *"End to end is more accurate."* Here it leads per label, once there are enough labels, and through a very narrow place. Over the
  same pictures it is behind or level, and a support vector machine with all labels leads everything with <<svm-1024|1±>>.
- *"A sum is a cheap label."* Whoever writes a sum has to read both digits. It is cheap only where it stands already, as on a receipt.
- *"Backpropagation trains the network."* It computes gradients. The optimiser changes weights, and a person chose its learning rate.
- *"The network could have swapped digits."* It could not: only 0 + 0 makes 0, only 9 + 9 makes 18, and the rest follows.
- *"The same code is the best code."* It runs on all three inputs. A method made for one of them may well be ahead.

## When this fails

From 32 sums the network reads <<sums-32|0±>> of the new sums: their loss can be made small in ways that have nothing to do with digits. A head
start of 32 digit labels brings it to <<head-start|0±>>. From 64 sums it is a matter of luck: <<sums-64|0±>>. Such a wide spread needs more than five
seeds, so there are eight here.

The more steps lie between what you tell the network and what it has to find, the harder it can be to start. And a system in one piece is hard
to inspect: which part was wrong?

## Exercises

1. Why are the gradients checked in float64 (numbers with about 16 digits) and not in float32 (about 7)?
2. In the cell `boundary`, change `RATE = 0.5` to `RATE = 0.05`. Which of the four maps will look different, and will the network end lower?
3. What if the network is told the *product* of the digits? In the cell `sample-pairs`, change `RULE = torch.add` to `RULE = torch.mul`. Will it
   learn more or less than from the sums, and which digits become hard to tell apart?
4. Name a system that you would rather train in stages, and say why.

??? success "Answer to exercise 1"
    A push of one millionth changes the loss in its later digits only. With 7 digits the difference of two losses is mostly
    rounding, and a right gradient would look wrong.

??? success "Answer to exercise 4"
    A good answer has parts that can be tested alone, few examples of the whole, or somebody who has to sign for each part: medicine, law,
    flight."""
M["slower-after"] = """All maps but the first change. Each step is ten times shorter, so the map at 300 steps gives the same answer as the old one at 30 in
<<exercise-2-same|1±>> of all places. After 2,000 steps the slower network gets <<exercise-2-network|1±>> right, the faster one <<moons-network|1±>>."""
M["products-after"] = """From products it gets <<exercise-3-products|1±>> right, from sums <<sums-512|1±>>. These are two different tasks, as one digit read
wrongly beside a zero does no harm to a product. A zero tells nothing about the other digit, so those examples teach less."""
M["results"] = """## Results"""
