/*:
 ## Does it come to rest?

 A good distance does not suffice, for generator and critic learn at the same time, each from the other as
 it is now. [Chapter 1](../01-toy-gan/README.md#two-numbers-that-go-round) has a game of two numbers, in
 which all real samples are 0, the generator makes the number $\theta$, and here the critic is the line
 $\psi x$. Look at the lower row of [its picture](../../Figures/01-toy-gan/dirac.svg): clipped, the pair
 stays on a cycle, with $\psi$ going from one stop to the other; with the two-sided penalty of weight
 $\lambda = 1$ it comes to rest, but at $\theta = -2\lambda$, a wrong place, and $\psi = 0$: to bring
 $\theta$ back, $\psi$ would have to change its sign. The game pulls $\psi$ that way, for the slope of
 $V = -\psi\theta$ with respect to $\psi$ is $-\theta = 2\lambda$; and the penalty, which is greatest at
 $\psi = 0$, pushes $\psi$ back with the same $2\lambda$: the trap of part 2. With chapter 1's slope penalty
 $R_1$ it comes home. (Mescheder et al. (2018) prove by this very game that WGAN and WGAN-GP need not
 converge when the generator takes a step for every fixed number of the critic's; you do the sum in the
 exercise *Out, round, or home?*) What $W_1$ gives the generator is a slope wherever it is, and it does not
 bring the two to rest. So in part 3 expect samples that get better steadily at first, and then go on
 moving.

 ### Try it

 1. `swift run wgan distances --steps 20 --out Runs/early`. Before you look at `gradients.svg`: what has the
    minimax slope at $\theta = 8$ become, and what has D's estimate of JS?
 2. `swift run wgan ruler --seed 2 --out Runs/seed2` has other pairs and other initial weights. Which of the four
    pictures changes most, and which least?
 3. In the picture of the plan, brick A goes all the way to place 7. Find a plan of the same cost in which it does not.
    (On a line, what must a cheapest plan never do?)
 4. Work out by hand at which $\lambda$ the two valleys of $-a\Delta + \lambda(|a| - 1)^2$ become one. Why is that no way
    out?

 ### References for parts 1 and 2

 - L. Kantorovich (1942), *On the Translocation of Masses*: plans, and prices that prove them.
 - S. S. Vallender (1974), *Calculation of the Wasserstein Distance between Probability Distributions on the Line*.
 - M. Arjovsky, L. Bottou (2017), *Towards Principled Methods for Training Generative Adversarial Networks*:
   what the generator follows with the best D.
 - M. Arjovsky, S. Chintala, L. Bottou (2017), *Wasserstein GAN*.
 - I. Gulrajani, F. Ahmed, M. Arjovsky, V. Dumoulin, A. Courville (2017), *Improved Training of Wasserstein GANs*.
 - H. Petzka, A. Fischer, D. Lukovnikov (2018), *On the Regularization of Wasserstein GANs*: the one-sided penalty.
 - L. Mescheder, A. Geiger, S. Nowozin (2018), *Which Training Methods for GANs do actually Converge?*
 - T. Milne, A. Nachman (2021), *Wasserstein GANs with Gradient Penalty Compute Congested Transport*.
 */
