//! The shipped plan is clean.
#[test]
fn the_checker_finds_nothing() {
    let findings = planfit::taxonomy::check(planfit::taxonomy::SHIPPED_TOML);
    let lines: Vec<String> = findings
        .iter()
        .map(|f| format!("taxonomy.toml:{f}"))
        .collect();
    assert!(
        lines.is_empty(),
        "{} findings\n{}",
        lines.len(),
        lines.join("\n")
    );
}
