use super::*;

/// A small clean plan; `%en%`, `%zh%` and the rest are changed by the tests.
const PLAN: &str = r#"format = 1
[plan]
id = "p"
title = "T"
publisher = "P"
period = "2021"
language = "en"
source = "S"
[[front]]
id = "f"
label = { en = "F", zh = "前" }
[[industry]]
id = "i"
front = "f"
label = { en = "I", zh = "业" }
about_innovation = true
[[clause]]
id = "c"
text = "The focus is on power batteries and pumps."
[[subdivision]]
id = "i/batteries"
industry = "i"
label = { en = "Power batteries", zh = "动力电池" }
clause = "c"
phrase = "power batteries"
exclude = ["battery farming"]
terms.en = [
  "battery",
  "b1", "b2", "b3", "b4", "b5", "b6", "b7", "b8", "b9",
]
terms.zh = ["锂电池", "电一", "电二", "电三", "电四", "电五", "电六", "电七", "电八", "电九"]
[[subdivision]]
id = "i/pumps"
industry = "i"
label = { en = "Pumps", zh = "泵" }
clause = "c"
phrase = "pumps"
terms.en = ["p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", { term = "p9", weight = 0.5, note = "rare" }]
terms.zh = ["泵零", "泵一", "泵二", "泵三", "泵四", "泵五", "泵六", "泵七", "泵八", "泵九"]
"#;

/// The findings after `from` (which must stand in the plan) is replaced by `to`.
fn findings(from: &str, to: &str) -> Vec<String> {
    assert!(PLAN.contains(from), "no {from} in the plan");
    let findings = check(&PLAN.replacen(from, to, 1));
    let shown = |finding: &Finding| format!("{}: {}", finding.line, finding.message);
    findings.iter().map(shown).collect()
}

#[test]
fn a_clean_plan_has_no_findings() {
    assert_eq!(check(PLAN), []);
}

#[test]
fn unknown_keys_are_told_with_the_nearest() {
    assert_eq!(
        findings("phrase = \"pumps\"", "phrase = \"pumps\"\nexlude = []"),
        ["38: unknown key `exlude` in subdivision `i/pumps`, did you mean `exclude`?"]
    );
    assert_eq!(
        findings("weight = 0.5", "wieght = 0.5"),
        ["38: unknown key `wieght` in term `p9`, did you mean `weight`?"]
    );
    assert_eq!(
        findings("zh = \"前\"", "fr = \"Front\""),
        ["11: unknown key `fr` in the label of front `f`, known are `en`, `zh`",]
    );
}

#[test]
fn wrong_types_and_missing_keys_are_told() {
    assert_eq!(
        findings("format = 1", "format = 2"),
        ["1: this program reads `format = 1` only"]
    );
    assert_eq!(
        findings("title = \"T\"", "title = 7"),
        ["4: `title` of the plan is a number, not a text"]
    );
    assert_eq!(findings("id = \"p\"\n", ""), ["2: the plan has no `id`"]);
    assert_eq!(
        findings("about_innovation = true", "about_innovation = \"yes\"")[0],
        "16: `about_innovation` of industry `i` is a text, not true or false"
    );
}

#[test]
fn what_an_author_does_not_have_may_be_missing() {
    for absent in [
        "phrase = \"pumps\"\n",
        "publisher = \"P\"\n",
        "period = \"2021\"\n",
        "source = \"S\"\n",
        ", zh = \"泵\"",
    ] {
        assert!(findings(absent, "").is_empty(), "{absent}");
    }
}

#[test]
fn what_a_class_is_like_is_in_the_shipped_plan_and_saves_terms() {
    let like = |id: &str| findings(", \"b9\",\n]", &format!("]\nlike = [\"{id}\"]"));
    assert!(like("new-energy-icv/power-batteries").is_empty());
    let unknown = like("new-energy-icv/power-battery").concat();
    let expected = "30: the shipped plan has no `new-energy-icv/power-battery`, did you mean `new-energy-icv/power-batteries`";
    assert!(unknown.starts_with(expected), "{unknown}");
}

#[test]
fn references_are_followed() {
    assert_eq!(
        findings("id = \"i/pumps\"", "id = \"i/batteries\""),
        ["33: subdivision `i/batteries` is defined twice, first in line 21"]
    );
    assert_eq!(
        findings("front = \"f\"", "front = \"g\""),
        [
            "10: no industry has front `f`",
            "14: no front `g` in the file",
        ]
    );
    assert_eq!(
        findings("phrase = \"pumps\"", "phrase = \"Pumps\""),
        [
            "37: phrase `Pumps` of subdivision `i/pumps` does not stand in clause `c` (it does with other capitals)"
        ]
    );
    let repeated = "[[clause]]\nid = \"d\"\ntext = \"The focus is on  power batteries and pumps.\"";
    assert_eq!(
        findings("[[clause]]", &format!("{repeated}\n[[clause]]")),
        [
            "18: no subdivision has clause `d`",
            "22: the same clause stands in line 19 already"
        ]
    );
}

#[test]
fn terms_say_a_thing_once() {
    assert_eq!(
        findings("\"b1\"", "\"Batteries\""),
        ["29: term `Batteries` is an inflection of `battery` in line 28: one of them is enough"]
    );
    assert_eq!(
        findings("\"锂电池\"", "\"鋰電池\", \"锂电池\""),
        ["31: term `锂电池` stands in line 31 already"]
    );
    assert_eq!(
        findings("\"p0\"", "\"batteries\""),
        [
            "38: term `batteries` stands in subdivision `i/batteries` too (line 28): one of them needs a `note` that says why"
        ]
    );
    let noted = "{ term = \"batteries\", note = \"of pumps\" }";
    assert!(findings("\"p0\"", noted).is_empty());
}

#[test]
fn terms_can_match() {
    assert_eq!(
        findings("\"b1\"", "\" \", \"—\", \"cells, packs\", \"电芯\", \"b1\""),
        [
            "29: an empty term in subdivision `i/batteries`",
            "29: term `cells, packs` can never match: phrases do not reach across commas, semicolons, colons, brackets, quotation marks or full stops",
            "29: term `—` can never match: no letter or digit is left of it",
            "29: Chinese in `电芯`, a term of `terms.en`",
        ]
    );
    for weight in ["0.0", "1.5", "nan", "\"1\""] {
        assert_eq!(
            findings("weight = 0.5", &format!("weight = {weight}")),
            ["38: the weight of term `p9` is not a number above 0 and at most 1"]
        );
    }
}

#[test]
fn there_are_enough_terms() {
    assert_eq!(
        findings(", \"b9\"", ""),
        ["20: subdivision `i/batteries` has too few English terms: 9 of at least 10"]
    );
    let broad = findings("about_innovation = true", "about_innovation = false");
    assert_eq!(
        broad[0],
        "20: subdivision `i/batteries` has too few Chinese terms: 10 of at least 25"
    );
    assert_eq!(broad.len(), 4);
}

#[test]
fn exclusions_exclude() {
    assert_eq!(
        findings("\"battery farming\"", "\"cell therapy\""),
        [
            "26: exclusion `cell therapy` holds none of the terms of subdivision `i/batteries`, so it excludes nothing"
        ]
    );
    assert_eq!(
        findings("\"battery farming\"", "\"batteries\""),
        ["26: exclusion `batteries` is a term of subdivision `i/batteries` too, in line 28"]
    );
}

#[test]
fn all_syntax_errors_are_told() {
    assert_eq!(
        check("a = \nb = 1\nc = [1").len(),
        2,
        "{:?}",
        check("a = \nb = 1\nc = [1")
    );
}

#[test]
fn whatever_is_cut_off_is_told_by_lines_that_exist() {
    for (end, _) in PLAN.char_indices() {
        let findings = check(&PLAN[..end]);
        let lines = PLAN[..end].lines().count().max(1);
        assert!(findings.is_sorted());
        for finding in findings {
            assert!((1..=lines + 1).contains(&finding.line), "{end}: {finding}");
        }
    }
}

/// What a plan cannot work with is an error; all else is advice.
#[test]
fn errors_and_advice_are_told_apart() {
    let of = |from: &str, to: &str| -> Vec<Severity> {
        let findings = check(&PLAN.replacen(from, to, 1));
        findings.iter().map(|finding| finding.severity).collect()
    };
    // With an industry that is not there, the one that is there is of no use: that is advice.
    assert!(of("industry = \"i\"", "industry = \"j\"").contains(&Severity::Error));
    assert_eq!(of("weight = 0.5", "weight = 5"), [Severity::Error]);
    assert_eq!(of("\"b1\"", "\"cells, packs\", \"b1\""), [Severity::Advice]);
    assert_eq!(of(", \"b9\"", ""), [Severity::Advice]);
    assert_eq!(of("\"p0\"", "\"batteries\""), [Severity::Advice]);
    assert_eq!(of("format = 1\n", ""), [Severity::Advice]);
}

/// Advice alone never keeps a plan from loading, and what cannot be loaded has an error.
#[test]
fn what_has_no_error_is_loaded() {
    for (from, to) in [
        ("\"b1\"", "\"cells, packs\", \"b1\", \"\", \"电池\""),
        ("format = 1\n", ""),
        (
            "[[clause]]",
            "[[clause]]\nid = \"d\"\ntext = \"X\"\n[[clause]]",
        ),
        ("\"battery farming\"", "\"cell therapy\""),
    ] {
        let text = PLAN.replacen(from, to, 1);
        let findings = check(&text);
        assert!(!findings.is_empty());
        assert!(
            findings
                .iter()
                .all(|finding| finding.severity == Severity::Advice)
        );
        assert!(crate::taxonomy::Taxonomy::from_toml(&text, "p").is_ok());
    }
    for (from, to) in [
        ("industry = \"i\"", "industry = \"j\""),
        ("weight = 0.5", "weight = \"1\""),
        ("title = \"T\"", "title = 7"),
        ("id = \"i/pumps\"", "id = \"i/batteries\""),
        ("phrase = \"pumps\"", "phrase = \"pumps"),
    ] {
        let text = PLAN.replacen(from, to, 1);
        assert!(
            crate::taxonomy::Taxonomy::from_toml(&text, "p").is_err(),
            "{to}"
        );
        let findings = check(&text);
        let is_error = |finding: &Finding| finding.severity == Severity::Error;
        assert!(findings.iter().any(is_error), "{to}: {findings:?}");
    }
}

#[test]
fn a_plan_in_one_language_is_a_whole_plan() {
    let english: String = PLAN
        .lines()
        .filter(|line| !line.starts_with("terms.zh"))
        .map(|line| format!("{line}\n"))
        .collect();
    assert_eq!(check(&english), []);
}
