"""The steps of `workbook bench` in TensorFlow with Keras layers, each update one tf.function.

`--form function|xla` chooses between TensorFlow's own kernels and XLA (jit_compile), which wins where
networks are small: W1 as one compiled step.
"""

import os

import rounds

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
given = rounds.arguments()
try:
    import tensorflow as tf
    import keras
    from keras import layers
except ImportError as error:
    rounds.fail(str(error))

batch = given.batch
form = given.form or {"W1": "xla"}.get(given.workload, "function")
tf.config.threading.set_intra_op_parallelism_threads(given.threads)
tf.config.threading.set_inter_op_parallelism_threads(given.threads)
keras.utils.set_random_seed(1)


def function(body):
    return tf.function(body, jit_compile=form == "xla", autograph=False)


def entropy(logits, label):
    return tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(
        labels=tf.fill(tf.shape(logits), label), logits=logits))


def move(rule, model, loss, tape, limit=None):
    slopes = tape.gradient(loss, model.trainable_variables)
    if limit:
        slopes = [tf.clip_by_value(slope, -limit, limit) for slope in slopes]
    rule.apply_gradients(zip(slopes, model.trainable_variables))


def uniform(*shape, low=-1.0):
    return tf.random.uniform(shape, low, 1.0)


def network(shape, *parts):
    """A model of layers, or of lists of them, on inputs of `shape`."""
    flat = [layer for part in parts for layer in (part if isinstance(part, list) else [part])]
    return keras.Sequential([layers.Input(shape)] + flat)


def leaky():
    return layers.LeakyReLU(negative_slope=0.2)


def normal_rule(rate=2e-4, beta1=0.5, beta2=0.999):
    return keras.optimizers.Adam(rate, beta_1=beta1, beta_2=beta2)


def toy():
    """W1: the whole step is one function."""
    def dense(last):
        return [layers.Dense(6, "tanh"), layers.Dense(6, "tanh"), layers.Dense(1, last)]

    generator, discriminator = network((1,), dense("tanh")), network((1,), dense("sigmoid"))
    rule_d, rule_g = (keras.optimizers.SGD(0.01, momentum=0.6) for _ in range(2))
    rule_d.build(discriminator.trainable_variables)
    rule_g.build(generator.trainable_variables)

    @function
    def step():
        for _ in range(2):
            x, fake = tf.random.normal((batch, 1), mean=-1.0), 5 * generator(uniform(batch, 1))
            with tf.GradientTape() as tape:
                answers = tf.math.log(discriminator(x)) + tf.math.log(1 - discriminator(fake))
                loss = 1 - tf.reduce_mean(answers)
            move(rule_d, discriminator, loss, tape)
        z = uniform(batch, 1)
        with tf.GradientTape() as tape:
            loss = 1 - tf.reduce_mean(tf.math.log(discriminator(5 * generator(z))))
        move(rule_g, generator, loss, tape)

    return step


def alternating(
    generator, discriminator, noise, real, loss_d, loss_g, rule_d, rule_g, limit=None, steps_d=1,
    steps_g=1, after_d=lambda: None
):
    """`steps_d` updates of D and `steps_g` of G, each with fakes of its own."""
    rule_d.build(discriminator.trainable_variables)
    rule_g.build(generator.trainable_variables)

    @function
    def step_d():
        x, fake = real(), generator(noise(), training=True)
        with tf.GradientTape() as tape:
            loss = loss_d(x, fake)
        move(rule_d, discriminator, loss, tape, limit)
        after_d()

    @function
    def step_g():
        z = noise()
        with tf.GradientTape() as tape:
            loss = loss_g(generator(z, training=True))
        move(rule_g, generator, loss, tape, limit)

    def step():
        for _ in range(steps_d):
            step_d()
        for _ in range(steps_g):
            step_g()

    return step


def told_apart(discriminator, label=1.0):
    """Cross entropies of D, which sees real and generated images one after the other, and of G."""
    def loss_d(x, fake):
        return (entropy(discriminator(x, training=True), label)
                + entropy(discriminator(fake, training=True), 0.0))

    return loss_d, lambda fake: entropy(discriminator(fake, training=True), 1.0)


def images():
    """W2."""
    def dense(sizes, *last):
        hidden = [[layers.Dense(size), leaky()] for size in sizes[:-1]]
        return sum(hidden, []) + [layers.Dense(sizes[-1], *last)]

    generator = network((100,), dense([256, 512, 1024, 784], "tanh"))
    discriminator = network((784,), dense([512, 256, 1]))
    pool = uniform(20 * batch, 784)

    def real():
        start = tf.random.uniform((), 0, 19 * batch, tf.int32)
        return tf.slice(pool, (start, 0), (batch, 784))

    return alternating(
        generator, discriminator, lambda: tf.random.normal((batch, 100)), real,
        *told_apart(discriminator), normal_rule(), normal_rule())


def keras28():
    """W3."""
    def down(outputs, stride):
        return [
            layers.Conv2D(outputs, 5, stride, "same"), leaky(), layers.Dropout(0.4)]

    def up(outputs, factor):
        larger = [layers.UpSampling2D()] if factor > 1 else []
        return larger + [
            layers.Conv2DTranspose(outputs, 5, padding="same"), layers.BatchNormalization(),
            layers.ReLU()]

    discriminator = network(
        (28, 28, 1), down(64, 2), down(128, 2), down(256, 2), down(512, 1), layers.Flatten(),
        layers.Dense(1))
    generator = network(
        (100,), layers.Dense(12544), layers.BatchNormalization(), layers.ReLU(),
        layers.Reshape((7, 7, 256)), layers.Dropout(0.4), up(128, 2), up(64, 2), up(32, 1),
        layers.Conv2DTranspose(1, 5, padding="same", activation="sigmoid"))
    x = uniform(batch, 28, 28, 1, low=0.0)
    labels = tf.concat([tf.ones((batch, 1)), tf.zeros((batch, 1))], 0)

    def loss_d(x, fake):
        logits = discriminator(tf.concat([x, fake], 0), training=True)
        return tf.reduce_mean(
            tf.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits))

    return alternating(
        generator, discriminator, lambda: uniform(batch, 100), lambda: x, loss_d,
        told_apart(discriminator)[1], keras.optimizers.RMSprop(8e-4),
        keras.optimizers.RMSprop(4e-4), limit=1.0)


def strided_up(outputs, **options):
    options = {"strides": 2, "padding": "same", **options}
    return [
        layers.Conv2DTranspose(outputs, 4, use_bias=False, **options),
        layers.BatchNormalization(), layers.ReLU()]


def strided_down(outputs):
    return [
        layers.Conv2D(outputs, 4, 2, "same", use_bias=False), layers.BatchNormalization(), leaky()]


def mxnet64():
    """W4: G learns from the fakes that D has just seen."""
    generator = network(
        (1, 1, 100), strided_up(512, strides=1, padding="valid"), strided_up(256),
        strided_up(128), strided_up(64),
        layers.Conv2DTranspose(1, 4, 2, "same", use_bias=False, activation="tanh"))
    discriminator = network(
        (64, 64, 1), layers.Conv2D(64, 4, 2, "same", use_bias=False), leaky(), strided_down(128),
        strided_down(256), strided_down(512), layers.Conv2D(1, 4, use_bias=False),
        layers.Flatten())
    rule_d, rule_g = normal_rule(), normal_rule()
    rule_d.build(discriminator.trainable_variables)
    rule_g.build(generator.trainable_variables)
    loss_d, loss_g = told_apart(discriminator)
    x = uniform(batch, 64, 64, 1)

    @function
    def step():
        z = tf.random.normal((batch, 1, 1, 100))
        with tf.GradientTape() as tape_g:
            fake = generator(z, training=True)
            with tape_g.stop_recording():
                with tf.GradientTape() as tape_d:
                    loss = loss_d(x, tf.stop_gradient(fake))
                move(rule_d, discriminator, loss, tape_d)
            loss = loss_g(fake)
        move(rule_g, generator, loss, tape_g)

    return step


def faces64():
    """W5."""
    generator = network(
        (1, 1, 64), strided_up(1024, strides=1, padding="valid"), strided_up(512),
        strided_up(256), strided_up(128), layers.Conv2DTranspose(64, 4, 2, "same"),
        layers.Conv2D(3, 1, activation="tanh"))
    discriminator = network(
        (64, 64, 3), layers.Conv2D(64, 4, 2, "same"), leaky(),
        *(strided_down(width) for width in (128, 256, 512, 1024, 2048)), layers.Conv2D(1, 1),
        layers.Flatten())
    x = uniform(batch, 64, 64, 3)
    return alternating(
        generator, discriminator, lambda: tf.random.normal((batch, 1, 1, 64)), lambda: x,
        *told_apart(discriminator, label=0.875), normal_rule(4e-4), normal_rule(1e-4), steps_g=5)


def critics(penalised):
    """W6, and W6b."""
    def up(outputs):
        return [
            layers.Conv2DTranspose(outputs, 4, 2, "same"), layers.BatchNormalization(),
            layers.ReLU()]

    generator = network(
        (100,), layers.Dense(6272), layers.Reshape((7, 7, 128)), layers.BatchNormalization(),
        layers.ReLU(), up(64), up(32), layers.Conv2D(1, 5, padding="same", activation="sigmoid"))
    down = [[layers.Conv2D(width, 5, 2, "same"), leaky()] for width in (64, 128, 256)]
    critic = network((28, 28, 1), *down, layers.Flatten(), layers.Dense(1))
    x = uniform(batch, 28, 28, 1, low=0.0)

    def value(x, fake):
        loss = tf.reduce_mean(critic(fake)) - tf.reduce_mean(critic(x))
        if not penalised:
            return loss
        share = uniform(batch, 1, 1, 1, low=0.0)
        between = share * x + (1 - share) * fake
        with tf.GradientTape() as tape:
            tape.watch(between)
            scores = critic(between)
        slopes = tape.gradient(scores, between)
        norms = tf.sqrt(tf.reduce_sum(slopes * slopes, [1, 2, 3]) + 1e-12)
        return loss + 10 * tf.reduce_mean((norms - 1) ** 2)

    def clip():
        if not penalised:
            for weights in critic.trainable_variables:
                weights.assign(tf.clip_by_value(weights, -0.01, 0.01))

    rules = [
        normal_rule(1e-4, 0.0, 0.9) if penalised else keras.optimizers.RMSprop(5e-5)
        for _ in range(2)]
    return alternating(
        generator, critic, lambda: tf.random.normal((batch, 100)), lambda: x, value,
        lambda fake: -tf.reduce_mean(critic(fake)), *rules, steps_d=5, after_d=clip)


def product():
    a, b = tf.random.normal((batch, 1024)), tf.random.normal((1024, 1024))
    return function(lambda: tf.linalg.matmul(a, b))


STEPS = {
    "W1": toy, "W2": images, "W3": keras28, "W4": mxnet64, "W5": faces64,
    "W6": lambda: critics(penalised=True), "W6b": lambda: critics(penalised=False),
    "gemm": product,
}

if given.workload not in STEPS:
    rounds.absent(f"no {given.workload}")
rounds.play(
    f"TensorFlow {tf.__version__}, Keras {keras.__version__}", form, STEPS[given.workload]())
