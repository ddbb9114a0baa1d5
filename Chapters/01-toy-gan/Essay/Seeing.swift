/*:
 ## What you should see

 `swift run toy-gan` runs the recipe `reliable`. Over five seeds, the distance of the generated
 numbers from the real ones (Wasserstein-1: how far, on average, you would have to move them) ends
 at a median of {{w1.lesson}}, between {{w1.lesson.low}} and {{w1.lesson.high}}. Their mean is
 {{mean.lesson}} and their standard deviation {{std.lesson}}, where −1 and 1 are right. D answers
 {{dReal.lesson}} on real and {{dFake.lesson}} on generated numbers.

 ![W1 falls, on a logarithmic axis](../../Figures/01-toy-gan/w1.svg)

 The distance falls fast at first and then slowly. The broken line is the generator with averaged
 parameters, with which the final numbers are drawn: it follows closely and hardly swings. Even 10,000 *real* numbers are not at distance 0 from the bell curve; the
 line at the bottom says how close they come.

 The losses tell you far less than that, for they come near their equilibrium values within a few hundred steps
 and then hardly move, while the distance goes on falling:

 ![Both losses settle beside their equilibrium values](../../Figures/01-toy-gan/losses.svg)

 Here is the discriminator at the end beside $D^* = p/(p+q)$, computed from the real density and from the
 generated one. D stays near one half where nearly all numbers fall. $D^*$ swings around it, so this D is
 not the best there is; but then $D^*$ was derived for a D that sees one number at a time, and ours can only
 follow slowly what a few numbers teach it. At the two ends the real curve goes on a little further than the
 generated one, and there $D^*$ jumps to 1. Further out no numbers fall: $D^*$ is not drawn there, and D has
 nothing to learn from.

 ![D beside the optimal discriminator](../../Figures/01-toy-gan/discriminator.svg)

 The generated curve is no perfect bell either: too high in the middle, with shoulders, and cut off
 at the ends. This is what the generator has learnt: to stretch the uniform noise a little in the
 middle, and more towards the ends. The broken line is a map that makes an exact N(−1, 1): it sends
 $z$ to the number that has a share of $(1 + z)/2$ of the bell curve below it. Its mirror image
 would do as well, and other seeds find that one. The line runs off to infinity at both ends, where
 a network of bounded slope cannot follow.

 ![The map from z to x](../../Figures/01-toy-gan/map.svg)

 ## What goes wrong, and how you would notice

 Now the trap. `swift run toy-gan --recipe published --init small --out Runs/collapsed` trains as
 the tutorial describes, from small initial weights (the tutorial gives none: these are our choice). At the
 end D answers {{dReal.lesson.published-small}} on real numbers and
 {{dFake.lesson.published-small}} on generated ones (medians over five seeds). One half and one
 half: by the test that the tutorial proposes, a success. This is what passed:

 ![D says one half while the generator makes a single number](../../Figures/01-toy-gan/trap.svg)

 On the left, both answers stay at one half; on the right, every number that G makes is nearly the
 same one. Their standard deviation is {{std.lesson.published-small}}. (The curve is smoothed, and
 its spike still leaves the picture.) This heap was there at the first step: small weights shrink
 the noise in each layer, until hardly any of it is left. Training moves it and never spreads it.

 Why does D not object? Each number, by itself, is an ordinary one: the bell curve is full of
 numbers near it. To object, D would have to bend down sharply just there. It bends slowly, and
 when it does, the whole heap climbs out of the dip, and D has to begin again somewhere else. So
 the heap runs to and fro across the bell, up to the last step (see `Runs/collapsed/training.svg`;
 the small waves on the left are the same chase). Over five seeds it ends anywhere from
 {{mean.lesson.published-small.low}} to {{mean.lesson.published-small.high}}. Both losses sit
 beside their equilibrium values all the while.

 How would you notice? Not by D, and not by the losses. You notice by looking at many samples
 together: at their standard deviation, or their distance from real ones.

 What cures it? Change one thing of that run at a time. Median, least and greatest over five seeds:

 | Change | std (1 is right) | W1 (0 is right) |
 |---|---|---|
 | none | {{std.lesson.published-small.range}} | {{w1.lesson.published-small.range}} |
 | `--penalty 0.1` | {{std.lesson.small-penalty.range}} | {{w1.lesson.small-penalty.range}} |
 | `--optimizer adam`, with its own rate of `0.001` in place of `0.01` | {{std.lesson.small-adam.range}} | {{w1.lesson.small-adam.range}} |
 | `--init unit`: N(0, 1) weights, biases `0.1` | {{std.lesson.published-unit.range}} | {{w1.lesson.published-unit.range}} |
 | `--batch-statistics` | {{std.lesson.small-batch.range}} | {{w1.lesson.small-batch.range}} |

 A flatter D spreads no heap, so the slope penalty alone does nothing here. Plain gradient descent takes
 steps in proportion to the gradients, and small weights make small ones. Adam takes the same steps however
 small all the gradients are, and at a tenth of the rate the heap spreads, part of the way. Larger initial
 weights make a D that can bend and a generator that starts spread out; it narrows and widens again and
 again, and the seed decides where that ends. And a discriminator that sees the batch at once has the very
 number that gives a heap away: with it, every seed spreads.

 The recipe `reliable` has Adam, the penalty and a D that sees the batch; besides, Glorot's initial
 weights (uniform, scaled so that signals keep their size from layer to layer), a learning rate
 that falls to zero over the second half, and an average of the generator's parameters over the
 last tenth of the run or so.

 ### Which failure is it?

 A heap is not the only way to fail. Where the numbers of a run show a failure, its last lines and the top
 of its report say which one is the likeliest. These are the failures that every chapter looks for, in this
 order, because an earlier one brings later ones with it. (Batch norm with its phases, classes, the judge, a
 network that grades samples, and the Fréchet ratio, which is 0 where samples are perfect, come in chapter
 2; the critic, which gives scores in place of answers, and data in clusters come in chapter 5. Come back to
 their rows then.)

 | Failure | What shows it | Where to look |
 |---|---|---|
 | nobody learnt | no bit of any parameter has changed | the learning rates; a loss that is constant |
 | the discriminator never moved | none of D's has | D's rate; whose parameters its optimiser has |
 | the generator never moved | none of G's has | G's rate; a `detached()` too many |
 | batch norm's averages never moved | none of G's has, although its parameters have | the phase in which G is called while it learns; a copy of G |
 | D is the wrong way round | D's answers are higher on generated samples, by `0.3` or more | the two labels; the sign of D's step |
 | the critic is the wrong way round | chapter 5: its scores are higher on generated samples, by more than its slope | the sign of its step |
 | D calls everything real | D answers above `0.85` on both | whether G's step moves D too |
 | G is paid for being recognised | D answers near `0` on generated samples, and G's loss is small | the label and the sign in G's loss; noise that repeats |
 | the two do not play against each other | both losses are small, together below `1` | labels that suit both; noise that repeats |
 | nothing holds the critic's slope | chapter 5: a slope three times as large as the penalty should leave it | [chapter 5](../05-wgan/README.md#keeping-the-critic-flat-a-penalty) |
 | a learning rate is far too high | D's loss is above `4`, where one that guesses has $\ln 4$; or the samples are bad, and a player's parameters have moved by more than twice their own length | the rates: divide them by ten |
 | D won | D answers above `0.9` on real samples and below `0.05` on generated ones | [chapter 3](../03-dcgan/README.md#d-wins) |
 | the run was too short | the samples are poor, and were still getting better at the end | `--steps` |
 | D cannot tell what the judge can | the samples are bad, and D answers the same on them as on real ones, to `0.02` | the range of the pixels that D is shown; D's last layer; batch norm in a critic |
 | the samples went away from the real ones | their distance has grown by half or more | the sign of G's step; whom G follows |
 | G has collapsed | the samples are nearly all one | above, and [chapter 2](../02-dense-gan/README.md#what-goes-wrong-and-how-you-would-notice) |
 | G has forgotten some of the classes | `7` of ten are left, or fewer | [chapter 2](../02-dense-gan/README.md#what-goes-wrong-and-how-you-would-notice) |
 | G leaves out some of the clusters | chapter 5: a fifth of them or more | [chapter 2](../02-dense-gan/README.md#what-goes-wrong-and-how-you-would-notice) |
 | the samples are no better than noise | a Fréchet ratio above `0.8`, or what is as bad where there is none, and none of the above | both rates; the order of the layers |

 A run that says nothing of the kind is not praised. It has only not failed in one of these ways:
 look at the pictures.
 */
