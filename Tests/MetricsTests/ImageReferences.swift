// Written by Tests/References/image_metrics.py.
// swift-format-ignore-file

let matrixRules: [MatrixRule] = [
  .init(rows: 40, columns: 6, factor: 7919, modulus: 1009, scale: 256, shift: -2.0),
  .init(rows: 55, columns: 6, factor: 613, modulus: 997, scale: 256, shift: -1.5),
  .init(rows: 4, columns: 6, factor: 37, modulus: 101, scale: 32, shift: 0.5),
  .init(rows: 30, columns: 6, factor: 5, modulus: 7, scale: 4, shift: -0.75),
  .init(rows: 200, columns: 24, factor: 7919, modulus: 10007, scale: 4096, shift: -1.25),
  .init(rows: 150, columns: 24, factor: 4001, modulus: 10007, scale: 4096, shift: -1.0),
  .init(rows: 3, columns: 3, factor: 11, modulus: 17, scale: 4, shift: -2.0),
  .init(rows: 40, columns: 40, factor: 2003, modulus: 4999, scale: 1024, shift: -2.0),
]

/// numpy.linalg.eigvalsh of (A + Aᵀ)/2
let spectrumReferences: [SpectrumReference] = [
  .init(a: 6, values: [1.9747573008792754, -2.3482231595343763, -2.6265341413448997]),
  .init(a: 7, values: [20.508716108397344, 11.11624813895877, 10.963679763948784, 9.668490004619235, 9.17652842347234, 7.9915920892374555, 6.477148528690843, 6.23695962062698, 5.800285965476755, 5.222468025695952, 4.802255244272319, 4.452381783841629, 4.169150430754316, 2.777153603942943, 2.4512345143199172, 2.2284588735278317, 1.907478581653758, 1.8182356887691684, 1.448789854018621, 0.7569779390726911, 0.09170907261210536, -0.22321027684598077, -0.6035878864246713, -1.604248228205634, -1.8268697403399246, -2.0589754781683802, -2.6911112510831487, -2.8607343698613463, -3.636703316465709, -4.320960484443318, -4.963073016100485, -5.286334925797384, -6.431613363143998, -7.433657356894757, -7.488602845147985, -8.422955254169771, -8.699486701200602, -9.740329609113173, -10.655528487708551, -11.980264352294938]),
]

/// scipy.linalg.sqrtm; brute force over scipy.spatial.distance.cdist, k = 3
let setReferences: [SetReference] = [
  .init(a: 0, b: 1, frechet: 1.792784989192004, ratio: 0.22908863359672274, nn1Real: 0.55, nn1Fake: 0.7090909090909091, precision: 0.9090909090909091, recall: 0.925),
  .init(a: 1, b: 0, frechet: 1.7927849891920058, ratio: 0.24915787268321257, nn1Real: 0.7090909090909091, nn1Fake: 0.55, precision: 0.925, recall: 0.9090909090909091),
  .init(a: 0, b: 2, frechet: 35.85192461494529, ratio: 6.2749038523878715, nn1Real: 1.0, nn1Fake: 1.0, precision: 0.5, recall: 0.075),
  .init(a: 2, b: 0, frechet: 35.8519246439693, ratio: 4.982632791853178, nn1Real: 1.0, nn1Fake: 1.0, precision: 0.075, recall: 0.5),
  .init(a: 0, b: 3, frechet: 2.535312461278038, ratio: 1.5895662310147871, nn1Real: 0.7, nn1Fake: 0.8666666666666667, precision: 1.0, recall: 0.1),
  .init(a: 3, b: 1, frechet: 3.3801367282352253, ratio: 0.4319262539064985, nn1Real: 0.9666666666666667, nn1Fake: 0.8, precision: 0.07272727272727272, recall: 1.0),
  .init(a: 4, b: 5, frechet: 2.779034861576438, ratio: 0.23327546991994622, nn1Real: 0.795, nn1Fake: 0.7133333333333334, precision: 0.7266666666666667, recall: 0.71),
  .init(a: 5, b: 4, frechet: 2.7790348615764167, ratio: 0.23191375449015408, nn1Real: 0.7133333333333334, nn1Fake: 0.795, precision: 0.71, recall: 0.7266666666666667),
]

/// brute force over scipy.spatial.distance.cdist
let densityReferences: [DensityReference] = [
  .init(a: 0, b: 1, k: 5, density: 0.9054545454545454, coverage: 1.0),
  .init(a: 1, b: 0, k: 5, density: 0.94, coverage: 0.8363636363636363),
  .init(a: 0, b: 2, k: 3, density: 0.16666666666666666, coverage: 0.025),
  .init(a: 0, b: 3, k: 5, density: 2.86, coverage: 1.0),
  .init(a: 3, b: 3, k: 5, density: 0.9, coverage: 1.0),
  .init(a: 1, b: 3, k: 3, density: 1.8444444444444446, coverage: 0.6363636363636364),
  .init(a: 4, b: 5, k: 5, density: 0.9146666666666666, coverage: 0.865),
  .init(a: 5, b: 4, k: 5, density: 0.683, coverage: 0.9066666666666666),
]

/// numpy.linalg.eigh of numpy.cov; the first row's projection without its signs
let componentReferences: [ComponentReference] = [
  .init(a: 0, variances: [1.7767090514511943, 1.3735874336717617, 1.3082092958512255, 1.0748722067190404, 0.9842734146863134, 0.6777262506935052], total: 7.19537765307304, first: [2.289538283787517, 0.2695455179092018, 0.4699544115682668, 0.9438571996594121, 0.9991540679972459, 0.539458051365275]),
  .init(a: 1, variances: [1.9528599247104077, 1.5239365941610137, 1.3828138926491487], total: 7.825726493039114, first: [2.2721484833367787, 0.11277521512132449, 1.4918053124435506]),
  .init(a: 4, variances: [0.8042710246016174, 0.7730562293987593, 0.7286823769058293, 0.6942721523444209, 0.6643113349834114, 0.6358473031321694, 0.6151948151879857, 0.5855634382320063], total: 11.983053215993708, first: [0.3220931958959491, 1.316699299020559, 1.7861600817567747, 0.5121743300656221, 0.5865674659915436, 0.4566687931312077, 0.8892212135124828, 0.1522600496599939]),
]

/// scipy.stats.pearsonr, spearmanr
let correlationReferences: [CorrelationReference] = [
  .init(a: 0, b: 1, pearson: 0.008812484073403688, spearman: 0.008122861398404055),
  .init(a: 1, b: 3, pearson: 0.0853578892293634, spearman: 0.0849075703969427),
  .init(a: 3, b: 0, pearson: -0.026973681354101338, spearman: -0.030988422468151564),
  .init(a: 2, b: 3, pearson: 0.22208701961259125, spearman: 0.22266262432487238),
]

/// scipy.stats.entropy
let histogramReferences: [HistogramReference] = [
  .init(p: [10, 20, 30], q: [20, 20, 20], kl: 0.08720802396075801),
  .init(p: [0, 5, 95], q: [10, 30, 60], kl: 0.34696773944811543),
  .init(p: [1, 0, 0], q: [7, 5, 4], kl: 0.8266785731844679),
  .init(p: [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009], q: [1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000], kl: 0.0017367279262237184),
]
