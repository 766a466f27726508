//! Readings that leave something out of account.

/// What a reading leaves out of account, for explanations, which compare such a reading with the real one. The default
/// leaves out nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counterfactual {
    /// What is traded, planned, not done or done by customers counts as the firm's own.
    pub roles: bool,
    /// What stands late in a text counts as much as what stands first.
    pub places: bool,
    /// What is planned or invested in counts as the firm's own: for a text that is about a project.
    pub plans: bool,
}
