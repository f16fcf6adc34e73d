"""Markdown of the lab, by the label of the cell before which it stands ('' is the start)."""
MD = {
"setup": '''# Lab: large datasets

"More data is better" is the best-known sentence about deep learning. In this lab you measure it. How fast does the error fall, for which model, and down to where? And what makes a large set worth less than it looks?

The lesson page is [large datasets](../lesson/large-datasets.md).

## What we ask

1. How does the test error fall as the number of examples grows, for a linear model, a small network and a larger one?
2. When does a network stop learning and begin to learn by heart?
3. What are copies, wrong labels, repeated passes and a missing kind worth?

## Make a guess

??? question "You have 1,600 pictures with right labels. Would you change them for 6,400 pictures of which a fifth have wrong labels?"
    Choose before you look at the figure "What sets are worth". People who train models for a living defend both choices.
''',
"pictures": '''## The task

A handwritten digit, turned by up to 15 degrees, stands somewhere on an empty canvas of 12 by 12 pixels. The network has to say which digit it is. So we can make as many different pictures as we like, but only from 1,797 handwritten digits.

The digits are split first: 1,200 are for training, 250 for validation, 347 for the test. *Validation* pictures say when to stop and which learning rate is best. *Test* pictures are looked at once, at the end. No digit is in two of the three sets. All digits were written by the same 13 people, though, so a new writer would be read worse.

The digits come in turn. The first 1,200 training pictures show 1,200 different digits; from there on each digit comes again, in another place and turned another way. Keep that in mind for the end of the curve.

Each seed splits the digits anew, makes new pictures, and starts the networks from new weights.
''',
"kinds": '''## Kinds of training sets

Most sets are clean: right labels, upright digits. The others are spoilt on purpose, each in one way. Two numbers at the top say how much; the exercises change them.
''',
"networks": '''## Two networks

Both are small convolutional networks: filters of 4 by 4 pixels slide over the canvas, filters of the second layer slide over what the first ones report, and the strongest report of each counts, wherever it was. A last layer turns these into ten scores. The two differ in the number of filters only.

Many networks are trained side by side, as one large computation. They share nothing.
''',
"train": '''## Training until nothing gets better

A fixed number of steps would favour small sets or easy networks. Instead each run goes on until 600 steps have brought no lower validation error (this is *early stopping*), and at most for 6,000 steps. What is kept is the network at its lowest validation error. Looked at are the average weights of the last fifty steps or so, which wobble less.
''',
"arms": '''## Three tries for each arm

The best learning rate differs from set to set. Each arm of a comparison gets three tries with a seed of its own, and the rate with the lowest validation error is kept. The tries are printed.
''',
"curves": '''## Learning curves

A *learning curve* is the test error against the number of examples. With both axes logarithmic, a *power law* (each doubling of the data takes away the same share of the error) is a straight line. We fit one to the larger network from 100 to 1,600 pictures, for each seed by itself.
''',
"rivals": '''Two rivals learn from the same pictures. The *linear model* adds up weighted pixels. The other uses what a person knows: the place does not matter. It cuts the digit out, along the box around the ink, and gives it to a support vector machine (a classic method for tables of numbers).
''',
"overfitting": '''## Learning by heart, as one curve

Does a network that is trained on and on get worse? Here the larger network learns from 400 pictures for 1,000 steps, without stopping: with right labels, with a fifth of the labels wrong, and with labels drawn by lot. In the last set there is nothing to learn. *Overfitting* means that the training error still falls while the validation error rises.
''',
"sets": '''## What sets are worth

Now the larger network learns from sets of different make. Copies are real copies: 400 pictures, each four times. "400 digits × 4" are 1,600 new canvases of the same 400 handwritten digits. The last comparison fixes the computing: 12,800 pictures are shown in all, once each, or fewer of them in several passes.
''',
"missing-kind": '''## A kind that is missing

*Representative* data are like those on which the model will be used. We test the same networks on two other worlds: the same test pictures in ink half as dark, and test digits that lean by 30 to 50 degrees, a kind that training lacked. Then we exchange some of the upright training pictures for leaning ones.
''',
"exercise-wrong": '''## What to see

- **Who can use data.** From 1,600 to 6,400 pictures the linear model goes from {{linear-1600:0}} to {{linear-6400:0}} error, with {{weights-linear:0n}} weights. The small network goes from {{small-1600:1}} to {{small-6400:1}}, with {{weights-small:0n}} weights; the larger one from {{large-1600:1}} to {{large-6400:1}}, with {{weights-larger:0n}}. It is the form and the size together.
- **What limits them.** With 6,400 pictures the small network errs on {{small-6400-training:1±}} of its own *training* pictures: it has nearly used up its weights. The larger one, with 12,800, errs on {{large-12800-training:1±}} of its training pictures, and on {{large-12800:1±}} of new ones. Here the data are the limit.
- **A power law, for a while.** The fitted line takes away {{doubling:0±}} of the error at each doubling. Continued to 12,800 it promises {{law-12800:1±}}. The measured error is higher, by {{bends-difference:1+}}.
- **Knowledge stands in for data.** With 400 pictures the person's idea errs on {{crop-400:1±}}, the network on {{large-400:1±}}. With 6,400 it is {{crop-6400:1}} against {{large-6400:1}}.
- **Learning by heart.** With a fifth of the labels wrong the test error is {{wrong-early:1±}} at the best step and {{wrong-late:1±}} at the end. With labels by lot the training error is {{lot-training:1}} and the test error {{lot-late:0±}}.
- **Copies.** 400 pictures, each four times, give {{copies-1600:1±}}; once each, {{clean-400:1±}}. New canvases of the same digits give {{same-digits-1600:1±}}, of 1,200 digits {{clean-1600:1±}}.
- **Wrong labels.** 1,600 pictures with a fifth wrong give {{wrong-1600:1±}}. With 6,400 it is {{wrong-6400:1±}}, against {{clean-1600:1±}} for 1,600 right ones.
- **Passes.** Four passes cost {{four-passes-difference:1+}}, 64 passes {{many-passes-difference:0+}}.
- **The missing kind.** From 400 to 6,400 upright pictures the error on leaning digits goes from {{leaning-400:0±}} to {{leaning-6400:0±}}. With 1,600 pictures of which a tenth lean it is {{mixed-leaning:0±}}. On upright digits these err on {{mixed-upright:1±}}, those that are all upright on {{clean-1600:1±}}.

## What would be wrong to conclude

- *"Error falls as a power law."* It did over four doublings of one task. A straight line through five points is a summary, not a law.
- *"The exponent is a constant of nature."* Ours is {{exponent:2±}}, for an error in per cent, on this task, with this network. The exponents published for language are of another quantity, a loss, and cannot be set beside it.
- *"The bend is the floor of the task."* From 1,200 pictures on the same digits come again, and the network is small. A better method reaches {{crop-6400:1}} from 6,400 pictures.
- *"Early stopping cures wrong labels."* It cured a little. With right labels the same network errs on {{right-early:1±}}.
- *"Wrong labels are harmless if there are enough."* Ours were wrong at random. Mistakes that follow a rule are learnt like everything else.
- *"Repeating is free."* It depends on how far the passes go, and on the model.

## When this fails

More data do not help when the model is too small, when the new data are copies of the old, and when they lack the kind that the model will meet. Nothing in the training or validation error shows the last case: the networks that fail on leaning digits had the lowest validation errors of this lab.

## Exercises

1. In the cell `kinds`, change `WRONG = 0.2` to `WRONG = 0.5`. Predict the test error with 1,600 pictures, then run the lab or open the answer.
2. In the cell `kinds`, change `SHARE = 0.1` to `SHARE = 0.02`: only 32 of 1,600 pictures lean. What will the error on leaning digits be?
3. From the fitted line: about how many pictures would the larger network need for half the error that the line promises at 12,800? Why should you not believe the answer?
4. A network has a training error of 0 % and a test error of 20 %. Has it overfitted?
''',
"numbers": '''??? success "Answer to exercise 3"
    The line takes away {{doubling:0}} at a doubling, so half of the error takes between one and two doublings: about 25,000 to 50,000 pictures. The measured curve has left the line before that, so the true number is larger, or there is none.

??? success "Answer to exercise 4"
    One cannot tell from these two numbers. It knows its examples by heart, and it generalises to four of five new ones. Overfitting shows in the validation curve: has the error been lower at an earlier step?

## Results
''',
}
