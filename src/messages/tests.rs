use super::literals::check;
use super::*;

/// The tables of the library.
const TABLES: [&str; 3] = [
    include_str!("zh/assessment.tsv"),
    include_str!("zh/document.tsv"),
    include_str!("zh/report.tsv"),
];

#[test]
fn every_sentence_has_a_line_and_every_line_a_sentence() {
    check("src", &TABLES);
}

#[test]
fn values_go_where_the_sentence_has_them() {
    let mut sentence = String::from("> ");
    let values: [(&str, &dyn Display); 2] = [("a", &1), ("b", &"x")];
    fill(&mut sentence, "{b}的{a}{}, {b", &values);
    assert_eq!(sentence, "> x的1{}, {b");
    assert_eq!(without_note("fit##noun"), "fit");
    let (label, score) = ("Aerogel", 9);
    let told = message!(
        Language::En,
        "{label} scores {score}",
        label,
        score = score + 1
    );
    assert_eq!(told, "Aerogel scores 10");
}
