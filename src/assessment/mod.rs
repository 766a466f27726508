//! What an answer means: every decision between the scores and the formats, taken once.
//!
//! ```text
//! evidence:  pieces of evidence -> whole words and terms, merged where they overlap
//!                                          evidence.rs, out_of_scope.rs, piece.rs, passages.rs, whole_words.rs
//! words:     where words begin and end: Chinese between joints, English to the noun they belong to
//!                                          phrase.rs, chinese_words.rs, chinese_joints.rs, chinese_edges.rs, chinese_names.rs, chinese_numbers.rs, latin.rs, general.rs, two_part_names.rs, noun_phrase.rs, shared_head.rs, phrase_ends.rs, english_names.rs, legal_forms.rs, latin_words.rs, latin_runs.rs
//! answer:    assessment -> the answer with its reason, and what weakens it    answer.rs, reason.rs, caveats.rs, word_search.rs
//! project:   what the planned project fits, in a sentence of its own           project.rs
//! explain:   profile, subdivision -> waterfall, rival, what would change it, what is missing
//!                                          explain.rs, waterfall.rs, removal.rs, missing.rs, reassessment.rs -> explanation.rs
//! compare:   profiles, plans -> subdivisions side by side, and which words make the difference
//!                                          compare.rs -> comparison.rs
//! firms:     answers about many firms, read back from records; what the plan gets from them
//!                                          firm.rs, records.rs, coverage.rs
//! verify:    records -> verified, or which field was changed            verification.rs, reread.rs
//! change:    two records of a firm -> what made the difference, as parts that add up  change.rs
//! ```
//!
//! Modules import only what stands above them in `mod` below. The tier and the verdict are decided where they are
//! defined, in [`Tier::of`](crate::fit::Tier::of) and [`Verdict::of`](crate::fit::Verdict::of), since the matcher states them. Nothing here is estimated: every "without this word
//! the score would be ..." is the assessment of a profile without that word.

mod sentence;

mod translation;

mod chinese_words;

mod chinese_joints;

mod chinese_names;

mod general;

mod latin_runs;

mod chinese_numbers;

mod chinese_edges;

mod phrase;

mod legal_forms;

mod two_part_names;

mod noun_phrase;

mod shared_head;

mod phrase_ends;

mod english_names;

mod latin;

mod latin_words;

mod whole_words;

mod evidence;

mod out_of_scope;

mod piece;

mod passages;

mod word_search;

mod carried;

mod caveats;

mod reason;

mod answer;

mod project;

mod outcome;

mod check;

mod comparison;
mod explanation;

mod words;

mod reassessment;

mod removal;

mod missing;
mod waterfall;

mod compare;
mod explain;

mod firm;

mod coverage;
mod records;

mod verification;

mod reread;

mod change;

pub use answer::Answer;
pub use carried::is_by_name;
pub use caveats::{Caveat, LITTLE_TEXT, caveats, missing_question};
pub use change::{
    CHANGE_CONTRACT, Cause, Change, FitChange, Found, MadeWith, MadeWithPlan, Part, TextChange,
    WordChange, change, find_record,
};
pub use check::{Check, Difference};
pub use compare::{Entrant, compare};
pub use comparison::{
    COMPARISON_CONTRACT, Cell, Comparison, Contrast, Move, Row, Subject, SubjectRef, TierLine,
};
pub use coverage::{Coverage, Demand, runs};
pub use evidence::{
    EvidenceWords, Highlight, TOLD_EVIDENCE, evidence_words, highlights, listed, words_of_role,
};
pub(crate) use evidence::{FitWords, SHOWN, borrowed_words};
pub use explain::explain;
pub use explanation::{
    EXPLANATION_CONTRACT, Explanation, Line, Mention, Missing, Rival, Step, StepKind,
};
pub use firm::{Firm, FirmFit, FirmProject, OutOfScopeNote};
pub(crate) use noun_phrase::is_plural;
pub use out_of_scope::out_of_scope_words;
pub use outcome::{Outcome, WordPoints};
pub use passages::{Passage, ends_early, passages};
pub use piece::{field_name, place, shown_term, shown_words};
pub use project::{ProjectFinding, project_heading, project_note, project_told};
pub(crate) use reason::reason_by;
pub use reason::{met, met_in_quotes, names_no_business, reason, reason_in};
pub use records::{is_record, read_records};
pub use reread::read_verified;
pub use sentence::{
    capitalised, clip, colon, in_a_row, in_sentence, join, list, quote, unbroken, with_note,
};
pub use translation::{TranslatedClause, translated, translated_clause};
pub use verification::verify_records;
pub use whole_words::{WholeWords, is_term};
