//! JSONL: the JSON contract, one lead a line.

use super::Sink;
use crate::assessment::Answer;
use crate::fit::Assessment;
use crate::lead::Lead;
use crate::ledger::Standing;
use crate::report::json;
use crate::taxonomy::Plan;

/// Writes an [`Answer`] a line.
#[derive(Debug, Clone, Copy)]
pub struct Jsonl<'t> {
    plan: &'t Plan,
}

impl<'t> Jsonl<'t> {
    /// For answers about `plan`.
    #[must_use]
    pub fn new(plan: &'t Plan) -> Self {
        Self { plan }
    }
}

impl Sink for Jsonl<'_> {
    fn begin(&self, _out: &mut Vec<u8>) {}

    fn lead(
        &self,
        lead: &Lead<'_>,
        assessment: &Assessment<'_>,
        standing: Option<&Standing<'_>>,
        out: &mut Vec<u8>,
    ) {
        let answer = Answer {
            id: lead.id,
            row: Some(lead.row),
            decided: standing,
            ..Answer::new(self.plan, lead.profile, assessment)
        };
        json::append(out, &answer).expect("answers are plain data, and memory takes every byte");
        out.push(b'\n');
    }
}
