import Probe
Interview.conduct(output: 1, omitting: [])
