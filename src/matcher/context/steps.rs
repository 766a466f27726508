//! Steps of distance between a mention and a cue.

/// Up to where one, two, three steps of distance reach, in tokens between.
const REACH: [u32; 3] = [0, 2, 6];

/// From this distance on all are of one step.
pub(super) const FAR: usize = 8;

/// The step of each distance up to [`FAR`], without a comma between.
pub(super) const STEP: [u8; FAR] = {
    let mut steps = [0; FAR];
    let mut between = 0;
    while between < steps.len() {
        let mut reach = 0;
        while reach < REACH.len() {
            steps[between] += (between as u32 > REACH[reach]) as u8;
            reach += 1;
        }
        between += 1;
    }
    steps
};

/// What a comma between adds to the step.
pub(super) const COMMA: u8 = 4;
