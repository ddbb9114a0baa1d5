"""The steps of `workbook bench` in PyTorch: the same networks, losses, optimisers and numbers drawn.

D is frozen while G learns, so that no gradient of its weights is taken; optimisers are the fused ones;
images lie in memory by pixel (channels last), which oneDNN likes best. `--form eager|compiled` chooses
between the library as one types it and torch.compile.
"""

import rounds

given = rounds.arguments()
try:
    import torch
    import torch.nn as nn
    import torch.nn.functional as F
except ImportError as error:
    rounds.fail(str(error))

batch = given.batch
torch.set_num_threads(given.threads)
torch.manual_seed(1)

ones, zeros = torch.ones(batch, 1), torch.zeros(batch, 1)
entropy = F.binary_cross_entropy_with_logits


def by_pixel(x):
    return x.to(memory_format=torch.channels_last)


def learns(model, whether):
    for parameter in model.parameters():
        parameter.requires_grad_(whether)


def update(optimizer, loss, limit=None):
    optimizer.zero_grad()
    loss.backward()
    if limit:
        nn.utils.clip_grad_value_(optimizer.param_groups[0]["params"], limit)
    optimizer.step()


def adam(model, rate, beta1=0.5, beta2=0.999):
    return torch.optim.Adam(model.parameters(), lr=rate, betas=(beta1, beta2), fused=True)


def rms_prop(model, rate):
    return torch.optim.RMSprop(model.parameters(), lr=rate, alpha=0.9, eps=1e-7, foreach=True)


def dense(sizes, hidden, last):
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [nn.Linear(inputs, outputs), hidden()]
    return nn.Sequential(*layers[:-1], last())


def leaky():
    return nn.LeakyReLU(0.2, inplace=True)


def toy(compiled):
    """W1. Compiled, the whole step is one function of parameters and momenta."""
    generator = dense([1, 6, 6, 1], nn.Tanh, nn.Tanh)
    discriminator = dense([1, 6, 6, 1], nn.Tanh, nn.Sigmoid)

    def noise():
        return 2 * torch.rand(batch, 1) - 1

    def real():
        return torch.randn(batch, 1) - 1

    if not compiled:
        rule_d, rule_g = (
            torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.6, fused=True)
            for model in (discriminator, generator))

        def step():
            for _ in range(2):
                with torch.no_grad():
                    fake = 5 * generator(noise())
                answers = torch.log(discriminator(real())) + torch.log(1 - discriminator(fake))
                update(rule_d, 1 - answers.mean())
            learns(discriminator, False)
            update(rule_g, 1 - torch.log(discriminator(5 * generator(noise()))).mean())
            learns(discriminator, True)

        return step

    from torch.func import functional_call, grad

    def d(parameters, x):
        return functional_call(discriminator, parameters, (x,))

    def g(parameters, z):
        return 5 * functional_call(generator, parameters, (z,))

    def moved(parameters, momenta, slopes):
        momenta = {name: 0.6 * momenta[name] + slopes[name] for name in momenta}
        return {name: parameters[name] - 0.01 * momenta[name] for name in momenta}, momenta

    def whole(pd, md, pg, mg):
        for _ in range(2):
            x, fake = real(), g(pg, noise())
            loss = lambda p: 1 - (torch.log(d(p, x)) + torch.log(1 - d(p, fake))).mean()
            pd, md = moved(pd, md, grad(loss)(pd))
        z = noise()
        pg, mg = moved(pg, mg, grad(lambda p: 1 - torch.log(d(pd, g(p, z))).mean())(pg))
        return pd, md, pg, mg

    state = []
    for model in (discriminator, generator):
        parameters = {name: value.detach() for name, value in model.named_parameters()}
        state += [parameters, {name: torch.zeros_like(p) for name, p in parameters.items()}]
    whole = torch.compile(whole, dynamic=False)

    def step():
        with torch.no_grad():
            state[:] = whole(*state)

    return step


def images(compiled):
    """W2."""
    generator = dense([100, 256, 512, 1024, 784], leaky, nn.Tanh)
    discriminator = dense([784, 512, 256, 1], leaky, nn.Identity)
    pool = 2 * torch.rand(20 * batch, 784) - 1

    def real():
        start = int(torch.randint(19 * batch, ()))
        return pool[start:start + batch]

    def critic(x, fake):
        return entropy(discriminator(x), ones) + entropy(discriminator(fake), zeros)

    return alternating(
        generator, discriminator, lambda: torch.randn(batch, 100), real, critic,
        lambda fake: entropy(discriminator(fake), ones),
        adam(discriminator, 2e-4), adam(generator, 2e-4), compiled)


def alternating(
    generator, discriminator, noise, real, loss_d, loss_g, rule_d, rule_g, compiled, limit=None,
    steps_d=1, steps_g=1, after_d=lambda: None
):
    """`steps_d` updates of D and `steps_g` of G, each with fakes of its own."""
    def value_d(x, z):
        with torch.no_grad():
            fake = generator(z)
        return loss_d(x, fake)

    def value_g(z):
        return loss_g(generator(z))

    if compiled:
        value_d = torch.compile(value_d, dynamic=False)
        value_g = torch.compile(value_g, dynamic=False)

    def step():
        for _ in range(steps_d):
            update(rule_d, value_d(real(), noise()), limit)
            after_d()
        learns(discriminator, False)
        for _ in range(steps_g):
            update(rule_g, value_g(noise()), limit)
        learns(discriminator, True)

    return step


def keras28(compiled):
    """W3."""
    def down(inputs, outputs, stride):
        return [nn.Conv2d(inputs, outputs, 5, stride, 2), leaky(), nn.Dropout(0.4)]

    def up(inputs, outputs, factor):
        larger = [nn.Upsample(scale_factor=2)] if factor > 1 else []
        return larger + [
            nn.ConvTranspose2d(inputs, outputs, 5, 1, 2), nn.BatchNorm2d(outputs), nn.ReLU(True)]

    discriminator = by_pixel(nn.Sequential(
        *down(1, 64, 2), *down(64, 128, 2), *down(128, 256, 2), *down(256, 512, 1), nn.Flatten(),
        nn.Linear(8192, 1)))
    generator = by_pixel(nn.Sequential(
        nn.Linear(100, 12544), nn.BatchNorm1d(12544), nn.ReLU(True), nn.Unflatten(1, (256, 7, 7)),
        nn.Dropout(0.4), *up(256, 128, 2), *up(128, 64, 2), *up(64, 32, 1),
        nn.ConvTranspose2d(32, 1, 5, 1, 2), nn.Sigmoid()))
    x, labels = by_pixel(torch.rand(batch, 1, 28, 28)), torch.cat([ones, zeros])
    return alternating(
        generator, discriminator, lambda: 2 * torch.rand(batch, 100) - 1, lambda: x,
        lambda x, fake: entropy(discriminator(by_pixel(torch.cat([x, fake]))), labels),
        lambda fake: entropy(discriminator(fake), ones),
        rms_prop(discriminator, 8e-4), rms_prop(generator, 4e-4), compiled, limit=1.0)


def mxnet64(compiled):
    """W4: G learns from the fakes that D has just seen."""
    def up(inputs, outputs, stride, padding):
        return [
            nn.ConvTranspose2d(inputs, outputs, 4, stride, padding, bias=False),
            nn.BatchNorm2d(outputs), nn.ReLU(True)]

    def down(inputs, outputs):
        return [
            nn.Conv2d(inputs, outputs, 4, 2, 1, bias=False), nn.BatchNorm2d(outputs), leaky()]

    generator = by_pixel(nn.Sequential(
        *up(100, 512, 1, 0), *up(512, 256, 2, 1), *up(256, 128, 2, 1), *up(128, 64, 2, 1),
        nn.ConvTranspose2d(64, 1, 4, 2, 1, bias=False), nn.Tanh()))
    discriminator = by_pixel(nn.Sequential(
        nn.Conv2d(1, 64, 4, 2, 1, bias=False), leaky(), *down(64, 128), *down(128, 256),
        *down(256, 512), nn.Conv2d(512, 1, 4, bias=False), nn.Flatten()))
    rule_d, rule_g = adam(discriminator, 2e-4), adam(generator, 2e-4)
    x = by_pixel(2 * torch.rand(batch, 1, 64, 64) - 1)
    value = lambda x, labels: entropy(discriminator(x), labels)
    drawn = generator
    if compiled:
        value, drawn = torch.compile(value, dynamic=False), torch.compile(drawn, dynamic=False)

    def step():
        fake = drawn(torch.randn(batch, 100, 1, 1))
        rule_d.zero_grad()
        value(x, ones).backward()
        value(fake.detach(), zeros).backward()
        rule_d.step()
        learns(discriminator, False)
        update(rule_g, value(fake, ones))
        learns(discriminator, True)

    return step


def faces64(compiled):
    """W5."""
    def up(inputs, outputs, stride, padding):
        return [
            nn.ConvTranspose2d(inputs, outputs, 4, stride, padding, bias=False),
            nn.BatchNorm2d(outputs), nn.ReLU(True)]

    layers = up(64, 1024, 1, 0) + up(1024, 512, 2, 1) + up(512, 256, 2, 1) + up(256, 128, 2, 1)
    generator = by_pixel(nn.Sequential(
        *layers, nn.ConvTranspose2d(128, 64, 4, 2, 1), nn.Conv2d(64, 3, 1), nn.Tanh()))
    layers = [nn.Conv2d(3, 64, 4, 2, 1), leaky()]
    for width in (64, 128, 256, 512, 1024):
        layers += [
            nn.Conv2d(width, 2 * width, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * width), leaky()]
    discriminator = by_pixel(nn.Sequential(*layers, nn.Conv2d(2048, 1, 1), nn.Flatten()))
    x, smooth = by_pixel(2 * torch.rand(batch, 3, 64, 64) - 1), torch.full((batch, 1), 0.875)
    return alternating(
        generator, discriminator, lambda: torch.randn(batch, 64, 1, 1), lambda: x,
        lambda x, fake: entropy(discriminator(x), smooth) + entropy(discriminator(fake), zeros),
        lambda fake: entropy(discriminator(fake), ones),
        adam(discriminator, 4e-4), adam(generator, 1e-4), compiled, steps_g=5)


def critics(compiled, penalised):
    """W6, and W6b. torch.compile cannot differentiate twice, so W6 compiles G's step only."""
    def up(inputs, outputs):
        return [
            nn.ConvTranspose2d(inputs, outputs, 4, 2, 1), nn.BatchNorm2d(outputs), nn.ReLU(True)]

    def down(inputs, outputs):
        return [nn.Conv2d(inputs, outputs, 5, 2, 2), nn.LeakyReLU(0.2)]

    generator = by_pixel(nn.Sequential(
        nn.Linear(100, 6272), nn.Unflatten(1, (128, 7, 7)), nn.BatchNorm2d(128), nn.ReLU(True),
        *up(128, 64), *up(64, 32), nn.Conv2d(32, 1, 5, 1, 2), nn.Sigmoid()))
    critic = by_pixel(nn.Sequential(
        *down(1, 64), *down(64, 128), *down(128, 256), nn.Flatten(), nn.Linear(4096, 1)))
    x = by_pixel(torch.rand(batch, 1, 28, 28))
    weights = list(critic.parameters())

    def value(x, fake):
        loss = critic(fake).mean() - critic(x).mean()
        if not penalised:
            return loss
        share = torch.rand(batch, 1, 1, 1)
        between = (share * x + (1 - share) * fake).requires_grad_(True)
        slopes, = torch.autograd.grad(critic(between).sum(), between, create_graph=True)
        return loss + 10 * (slopes.flatten(1).norm(dim=1) - 1).square().mean()

    def clip():
        if not penalised:
            with torch.no_grad():
                torch._foreach_clamp_min_(weights, -0.01)
                torch._foreach_clamp_max_(weights, 0.01)

    rules = [
        adam(model, 1e-4, 0.0, 0.9) if penalised else rms_prop(model, 5e-5)
        for model in (critic, generator)]
    return alternating(
        generator, critic, lambda: torch.randn(batch, 100), lambda: x, value,
        lambda fake: -critic(fake).mean(), *rules, compiled, steps_d=5, after_d=clip)


def product(compiled):
    a, b = torch.randn(batch, 1024), torch.randn(1024, 1024)
    return lambda: a @ b


FORMS = {"W1": "compiled"}
STEPS = {
    "W1": toy, "W2": images, "W3": keras28, "W4": mxnet64, "W5": faces64,
    "W6": lambda compiled: critics(compiled, penalised=True),
    "W6b": lambda compiled: critics(compiled, penalised=False), "gemm": product,
}

if given.workload not in STEPS:
    rounds.absent(f"no {given.workload}")
form = given.form or FORMS.get(given.workload, "eager")
rounds.play(f"PyTorch {torch.__version__}", form, STEPS[given.workload](form == "compiled"))
