"""The steps of `workbook bench` in JAX: a whole step is one compiled function, which owns its state.

W1 and W2 only. XLA's gradients of convolutions on a processor take some ten times as long as those of
the other libraries, and the fastest peer is what counts.
"""

import os

import rounds

given = rounds.arguments()
# XLA takes as many threads as there are processors to run on.
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:given.threads])
try:
    import jax
    import jax.numpy as jnp
except ImportError as error:
    rounds.fail(str(error))

batch = given.batch


def dense(key, sizes):
    keys = jax.random.split(key, len(sizes))
    return [
        (jax.random.normal(k, (inputs, outputs)) * (2 / inputs) ** 0.5, jnp.zeros(outputs))
        for k, inputs, outputs in zip(keys, sizes, sizes[1:])]


def applied(parameters, x, hidden, last):
    for weight, bias in parameters[:-1]:
        x = hidden(x @ weight + bias)
    weight, bias = parameters[-1]
    return last(x @ weight + bias)


def each(function, *trees):
    return jax.tree.map(function, *trees)


def toy(key):
    """W1. The state: both networks and their momenta."""
    def d(p, x):
        return applied(p, x, jnp.tanh, jax.nn.sigmoid)

    def g(p, z):
        return 5 * applied(p, z, jnp.tanh, jnp.tanh)

    def moved(p, momenta, slopes):
        momenta = each(lambda v, slope: 0.6 * v + slope, momenta, slopes)
        return each(lambda x, v: x - 0.01 * v, p, momenta), momenta

    def noise(key):
        return jax.random.uniform(key, (batch, 1), minval=-1.0)

    def step(state, _):
        pd, md, pg, mg, key = state
        key, *keys = jax.random.split(key, 6)
        for one, other in (keys[:2], keys[2:4]):
            x, fake = jax.random.normal(one, (batch, 1)) - 1, g(pg, noise(other))
            slopes = jax.grad(
                lambda p: 1 - jnp.mean(jnp.log(d(p, x)) + jnp.log(1 - d(p, fake))))(pd)
            pd, md = moved(pd, md, slopes)
        z = noise(keys[4])
        pg, mg = moved(pg, mg, jax.grad(lambda p: 1 - jnp.mean(jnp.log(d(pd, g(p, z)))))(pg))
        return pd, md, pg, mg, key

    key, *keys = jax.random.split(key, 3)
    pd, pg = dense(keys[0], [1, 6, 6, 1]), dense(keys[1], [1, 6, 6, 1])
    return step, (pd, each(jnp.zeros_like, pd), pg, each(jnp.zeros_like, pg), key), None


def images(key):
    """W2. The state: both networks, Adam's two means for each, and how many updates there were."""
    def leaky(x):
        return jnp.where(x > 0, x, 0.2 * x)

    def d(p, x):
        return applied(p, x, leaky, lambda x: x)

    def g(p, z):
        return applied(p, z, leaky, jnp.tanh)

    def entropy(logits, label):
        return jnp.mean(jax.nn.softplus(logits) - label * logits)

    def moved(p, memory, slopes, updates):
        first = each(lambda m, slope: 0.5 * m + 0.5 * slope, memory[0], slopes)
        second = each(lambda s, slope: 0.999 * s + 0.001 * slope ** 2, memory[1], slopes)
        rate, root = 2e-4 / (1 - 0.5 ** updates), (1 - 0.999 ** updates) ** -0.5
        p = each(lambda x, m, s: x - rate * m / (jnp.sqrt(s) * root + 1e-8), p, first, second)
        return p, (first, second)

    def step(state, pool):
        pd, md, pg, mg, updates, key = state
        key, *keys = jax.random.split(key, 4)
        updates += 1.0
        start = jax.random.randint(keys[0], (), 0, 19 * batch)
        x = jax.lax.dynamic_slice(pool, (start, 0), (batch, 784))
        fake = g(pg, jax.random.normal(keys[1], (batch, 100)))
        slopes = jax.grad(lambda p: entropy(d(p, x), 1.0) + entropy(d(p, fake), 0.0))(pd)
        pd, md = moved(pd, md, slopes, updates)
        z = jax.random.normal(keys[2], (batch, 100))
        slopes = jax.grad(lambda p: entropy(d(pd, g(p, z)), 1.0))(pg)
        pg, mg = moved(pg, mg, slopes, updates)
        return pd, md, pg, mg, updates, key

    key, *keys = jax.random.split(key, 4)
    pd, pg = dense(keys[0], [784, 512, 256, 1]), dense(keys[1], [100, 256, 512, 1024, 784])
    pool = jax.random.uniform(keys[2], (20 * batch, 784), minval=-1.0)
    memory = [tuple(each(jnp.zeros_like, p) for _ in range(2)) for p in (pd, pg)]
    return step, (pd, memory[0], pg, memory[1], jnp.zeros(()), key), pool


def product(key):
    """The state is the product's left factor too, so that nothing is foreseen."""
    keys = jax.random.split(key)
    b = jax.random.normal(keys[1], (1024, 1024)) / 32
    return (lambda a, b: a @ b), jax.random.normal(keys[0], (batch, 1024)), b


STEPS = {"W1": toy, "W2": images, "gemm": product}

if given.workload not in STEPS:
    rounds.absent(f"no {given.workload}: gradients of convolutions take ten times as long")
# What a step changes, which it may overwrite, and what stays.
body, first, constant = STEPS[given.workload](jax.random.key(1))
compiled, state = jax.jit(body, donate_argnums=0), [first]


def step():
    state[0] = compiled(state[0], constant)


rounds.play(f"JAX {jax.__version__}", "compiled", step, lambda: jax.block_until_ready(state[0]))
