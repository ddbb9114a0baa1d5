/*:
 ## Appendix: the published recipes

 ### The four recipes side by side

 | | `keras28` | `faces64` | `mxnet64` | `small28` |
 |---|---|---|---|---|
 | images | digits, 28 × 28, in (0, 1) | colour faces, 64 × 64, in (−1, 1) | digits, 64 × 64, in (−1, 1) | digits, 28 × 28, in (−1, 1) |
 | noise | 100 numbers, uniform | 64 numbers, uniform | 100 numbers, normal | 32 numbers, normal |
 | up by | repeating pixels | transposed convolutions | transposed convolutions | transposed convolutions |
 | between D's layers | dropout `0.4` | batch norm | batch norm | nothing |
 | optimiser | RMSprop, gradients clipped to ±1 | Adam, $\beta_1 = 0.5$ | Adam, $\beta_1 = 0.5$ | Adam, $\beta_1 = 0.5$ |
 | rates of D and G | `0.0008`, `0.0004` | `0.0004`, `0.0001` | `0.0002`, `0.0002` | `0.001`, `0.001` |
 | a step | D, then G | D, then G five times on the same noise | both of D's gradients, then the one with respect to its input | D, on every fourth step with a penalty, then G |
 | channels in D's first layer | 16 of 64 | 16 of 64 | 32 of 64 | 16 |
 | pictures in a batch | 64 of 256 | 64 | 32 of 64 | 64 |
 | steps | 1,000 of 2,000 | 640 of 20,000 | 2,400 of 93,700 | 12,000 |

 The published recipes stand here as published, but for the last three rows, in which `--published` takes
 less than the source (in `keras28` the lesson does), for the data, and for three small things: `mxnet64`
 has one channel in place of three equal ones and draws its samples with the average, and `keras28` goes
 through the set where its source draws each batch at random. The lessons of two are changed, unless you give
 `--published`: `faces64` as in [What some minutes can do](#what-some-minutes-can-do), and `mxnet64` as in
 [What a lesson changes](#what-a-lesson-changes), because with the published rates a lesson would be over before G has
 come back ([D wins](#d-wins)).

 ### Twelve runs of `keras28`

 The four runs of [the four cases](#four-cases-each-with-a-flag) and eight more, each with
 `--recipe keras28 --steps 500`, one flag and three seeds.

 | what changes | flag | legible | Fréchet ratio | distance, 50 components | precision | D's accuracy |
 |---|---|---|---|---|---|---|
 | nothing | | {{legible.lesson.short.range}} | {{frechetRatio.lesson.short.range}} | {{pca50Frechet.lesson.short.range}} | {{precision.lesson.short.range}} | {{accuracy.lesson.short}} |
 | no dropout | `--dropout 0` | {{legible.lesson.dry.range}} | {{frechetRatio.lesson.dry.range}} | {{pca50Frechet.lesson.dry.range}} | {{precision.lesson.dry.range}} | {{accuracy.lesson.dry}} |
 | more dropout | `--dropout 0.6` | {{legible.lesson.wet.range}} | {{frechetRatio.lesson.wet.range}} | {{pca50Frechet.lesson.wet.range}} | {{precision.lesson.wet.range}} | {{accuracy.lesson.wet}} |
 | D ahead by 250 steps | `--pretraining 250 --steps 750` | {{legible.lesson.pretrained.range}} | {{frechetRatio.lesson.pretrained.range}} | {{pca50Frechet.lesson.pretrained.range}} | {{precision.lesson.pretrained.range}} | {{accuracy.lesson.pretrained}} |
 | D's rate × 5 | `--discriminator-rate 0.004` | {{legible.lesson.eager.range}} | {{frechetRatio.lesson.eager.range}} | {{pca50Frechet.lesson.eager.range}} | {{precision.lesson.eager.range}} | {{accuracy.lesson.eager}} |
 | D's rate ÷ 4 | `--discriminator-rate 0.0002` | {{legible.lesson.lazy.range}} | {{frechetRatio.lesson.lazy.range}} | {{pca50Frechet.lesson.lazy.range}} | {{precision.lesson.lazy.range}} | {{accuracy.lesson.lazy}} |
 | normal noise | `--latent normal` | {{legible.lesson.normal.range}} | {{frechetRatio.lesson.normal.range}} | {{pca50Frechet.lesson.normal.range}} | {{precision.lesson.normal.range}} | {{accuracy.lesson.normal}} |
 | no batch norm | `--block no-norm` | {{legible.lesson.no-norm.range}} | {{frechetRatio.lesson.no-norm.range}} | {{pca50Frechet.lesson.no-norm.range}} | {{precision.lesson.no-norm.range}} | {{accuracy.lesson.no-norm}} |
 | no ReLU | `--block no-relu` | {{legible.lesson.no-relu.range}} | {{frechetRatio.lesson.no-relu.range}} | {{pca50Frechet.lesson.no-relu.range}} | {{precision.lesson.no-relu.range}} | {{accuracy.lesson.no-relu}} |
 | ReLU before batch norm | `--block relu-first` | {{legible.lesson.relu-first.range}} | {{frechetRatio.lesson.relu-first.range}} | {{pca50Frechet.lesson.relu-first.range}} | {{precision.lesson.relu-first.range}} | {{accuracy.lesson.relu-first}} |
 | dropout before batch norm | `--block dropout-first` | {{legible.lesson.dropout-first.range}} | {{frechetRatio.lesson.dropout-first.range}} | {{pca50Frechet.lesson.dropout-first.range}} | {{precision.lesson.dropout-first.range}} | {{accuracy.lesson.dropout-first}} |
 | D not frozen | `--freeze-discriminator off` | {{legible.lesson.unfrozen.range}} | {{frechetRatio.lesson.unfrozen.range}} | {{pca50Frechet.lesson.unfrozen.range}} | {{precision.lesson.unfrozen.range}} | {{accuracy.lesson.unfrozen}} |

 With eleven changes and four measures, some differences may be luck: where a change does nothing, the
 two ranges lie apart all the same in 1 of 10 comparisons.
 */
