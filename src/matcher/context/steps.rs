//! Steps of distance between a mention and a cue.

/// Up to where one, two, three steps of distance reach, in tokens between.
const REACH: [u32; 3] = [0, 2, 6];

/// The step of each distance up to the first that none of these reaches.
const STEP: [u8; 8] = {
    let mut steps = [0; 8];
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

/// The step of a distance, with a comma between or without.
pub(super) fn step(between: u32, comma: bool) -> u8 {
    STEP[(between as usize).min(STEP.len() - 1)] | u8::from(comma) << 2
}
