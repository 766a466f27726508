//! Where the classes start, each number of all classes side by side.

use super::weighing::{lengthy, unproven};
use crate::matcher::keys::Class;

/// The classes of the taxonomy: their biases, and whether they were learned.
#[derive(Debug)]
pub(super) struct ClassTable {
    bias: Vec<f32>,
    length_bias: Vec<f32>,
    pub(super) learned: Vec<bool>,
}

/// What a class has to whose features `sum` adds up in a text of this [`super::scale`].
#[inline]
fn finished(bias: f32, length_bias: f32, scale: f32, sum: f32) -> f32 {
    let evidence = scale * sum;
    bias + lengthy(scale) * length_bias + evidence - unproven(evidence)
}

impl ClassTable {
    /// So many classes that nothing was learned about.
    pub(super) fn new(count: usize, bias: f32, length_bias: f32) -> Self {
        Self {
            bias: vec![bias; count],
            length_bias: vec![length_bias; count],
            learned: vec![false; count],
        }
    }

    /// Sets what was learned of a class.
    pub(super) fn set(&mut self, class: Class, bias: f32, length_bias: f32) {
        let class = usize::from(class);
        self.bias[class] = bias;
        self.length_bias[class] = length_bias;
        self.learned[class] = true;
    }

    pub(super) fn len(&self) -> usize {
        self.bias.len()
    }

    /// Where a text that is `lengthy` starts.
    pub(super) fn at(&self, class: Class, lengthy: f32) -> f32 {
        let class = usize::from(class);
        self.bias[class] + lengthy * self.length_bias[class]
    }

    /// What a class has to whose features `sum` adds up in a text of this [`super::scale`].
    pub(super) fn finished(&self, class: usize, scale: f32, sum: f32) -> f32 {
        finished(self.bias[class], self.length_bias[class], scale, sum)
    }

    /// The same for all classes, in place.
    pub(super) fn finish(&self, scale: f32, sums: &mut [f32]) {
        let biases = self.bias.iter().zip(&self.length_bias);
        for (sum, (bias, length_bias)) in sums.iter_mut().zip(biases) {
            *sum = finished(*bias, *length_bias, scale, *sum);
        }
    }
}
