//! Whole commands as snapshots in data files; `TRYCMD=overwrite cargo test --test cmd` records them anew.

#[test]
fn commands_say_what_they_said() {
    trycmd::TestCases::new()
        .case("tests/cmd/*.toml")
        .case("tests/cmd/*.trycmd");
}
