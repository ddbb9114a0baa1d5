"""Small networks as PyTorch computes them, for the tests of export and import.

    python3 networks.py > networks.json        needs torch

Each has what a generator may have and a mistake would not show in: an odd number of zeros around a map, a
row that becomes a map, a batch norm whose scale is fixed. They are written in functions of PyTorch, and
what `same` padding means in slices; of generator.py they have only the names of the tensors.
"""

import json

import torch
import torch.nn.functional as F

torch.manual_seed(1)
torch.set_num_threads(1)


def numbers(*shape, low=-0.5, high=0.5):
    """Of few digits: the file is for reading too."""
    return (torch.rand(*shape) * (high - low) + low).mul(1000).round().div(1000)


def norm(features, scales=True):
    """γ, β, mean and variance."""
    scale = numbers(features, low=0.5, high=1.5) if scales else torch.ones(features)
    return scale, numbers(features), numbers(features), numbers(features, low=0.2, high=2)


def keep(state, place, weight, bias=None):
    state[f"{place}.weight"] = weight
    if bias is not None:
        state[f"{place}.bias"] = bias


def keep_norm(state, place, scale, shift, mean, variance):
    keep(state, place, scale, shift)
    state[f"{place}.running_mean"], state[f"{place}.running_var"] = mean, variance


def normalised(x, scale, shift, mean, variance, eps):
    return F.batch_norm(x, mean, variance, scale, shift, training=False, eps=eps)


def up(x, weight, bias=None, stride=1):
    """A transposed convolution with `same` padding: the whole of it, cut to size, behind one more."""
    size, kernel = x.shape[2] * stride, weight.shape[2]
    whole = F.conv_transpose2d(x, weight, stride=stride)
    whole = F.pad(whole, (0, max(0, stride - kernel), 0, max(0, stride - kernel)))
    first = max(0, kernel - stride) // 2
    x = whole[:, :, first : first + size, first : first + size]
    return x if bias is None else x + bias.reshape(1, -1, 1, 1)


def same(x, weight, bias, stride=1):
    """A convolution with `same` padding: the output is the input by the stride, rounded up."""
    size, kernel = x.shape[2], weight.shape[2]
    zeros = max(0, (-(-size // stride) - 1) * stride + kernel - size)
    first, rest = zeros // 2, zeros - zeros // 2
    return F.conv2d(F.pad(x, (first, rest, first, rest)), weight, bias, stride=stride)


def odd_zeros(z):
    """Kernels of 3 and 5 with a stride of 2, of 4 behind an upsampling, of 4, and of 3 on an even map."""
    state = {}
    dense, first, second = numbers(12, 6), numbers(3, 4, 3, 3), numbers(4, 3, 5, 5)
    third, fourth, fifth = numbers(3, 2, 4, 4), numbers(3, 2, 4, 4), numbers(2, 3, 3, 3)
    biases = [numbers(n) for n in (12, 4, 2, 3, 2)]
    keep(state, 0, dense, biases[0])
    keep(state, 2, first, biases[1])
    keep(state, 5, second)
    keep(state, 8, third, biases[2])
    keep(state, 12, fourth, biases[3])
    keep(state, 14, fifth, biases[4])
    x = F.linear(z, dense, biases[0]).reshape(-1, 3, 2, 2)
    x = torch.relu(up(x, first, biases[1], stride=2))
    x = up(x, second, stride=2)
    x = x.repeat_interleave(2, dim=2).repeat_interleave(2, dim=3)
    x = F.leaky_relu(up(x, third, biases[2]), 0.2)
    x = same(x, fourth, biases[3])
    return state, torch.tanh(same(x, fifth, biases[4], stride=2))


def row_to_map(z):
    """A row of 24 features, normalised, becomes a map of 2 × 3 places; a place is no channel."""
    state = {}
    dense, bias, row = numbers(24, 6), numbers(24), norm(24)
    places, mix, last = norm(4), numbers(2, 4, 1, 1), numbers(2)
    keep(state, 0, dense, bias)
    keep_norm(state, 1, *row)
    keep_norm(state, 5, *places)
    keep(state, 6, mix, last)
    x = F.leaky_relu(normalised(F.linear(z, dense, bias), *row, eps=1e-5), 0.1)
    x = normalised(x.reshape(-1, 4, 2, 3), *places, eps=1e-3)
    return state, torch.sigmoid(F.conv2d(x, mix, last))


def fixed_scale(z):
    """Batch norms without a scale, `valid` and explicit padding, a kernel smaller than its stride."""
    state = {}
    first, second, third = numbers(6, 3, 4, 4), numbers(3, 2, 4, 4), numbers(2, 2, 2, 2)
    norms, bias = [norm(3, scales=False), norm(2, scales=False)], numbers(2)
    keep(state, 1, first)
    keep_norm(state, 2, *norms[0])
    keep(state, 4, second)
    keep_norm(state, 5, *norms[1])
    keep(state, 6, third, bias)
    x = F.conv_transpose2d(z.reshape(-1, 6, 1, 1), first)
    x = torch.relu(normalised(x, *norms[0], eps=1e-3))
    x = normalised(F.conv_transpose2d(x, second, stride=2, padding=1), *norms[1], eps=1e-5)
    return state, 2 * F.avg_pool2d(up(x, third, bias, stride=3), 2) - 0.5


def listed(tensor):
    return {"shape": list(tensor.shape), "scalars": [float(str(x)) for x in tensor.reshape(-1).numpy()]}


def main():
    cases = {}
    for network in (odd_zeros, row_to_map, fixed_scale):
        z = numbers(3, 6, low=-1, high=1)
        state, output = network(z)
        cases[network.__name__] = {
            "noise": listed(z), "output": listed(output),
            "state": {name: listed(tensor) for name, tensor in state.items()}}
    print(json.dumps({"madeBy": f"torch {torch.__version__}", "cases": cases}, indent=None))


if __name__ == "__main__":
    main()
