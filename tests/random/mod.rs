//! Random profiles, of what real ones hold and of what nobody should write.

use planfit::{Kind, Matcher, Options, Profile, Score, Taxonomy};
use proptest::prelude::*;
use std::sync::LazyLock;

pub(crate) static TAXONOMY: LazyLock<Taxonomy> = LazyLock::new(Taxonomy::shipped);
pub(crate) static MATCHER: LazyLock<Matcher<'static>> = LazyLock::new(|| Matcher::new(&TAXONOMY));

/// Every fit with every piece of evidence.
pub(crate) const ALL: Options = Options {
    top: usize::MAX,
    min_score: Score::from_const(0).unwrap(),
    evidence: usize::MAX,
};

/// A word as profiles hold them: a term of the plan, a word that changes the meaning of others, or noise.
fn word(plan: &'static Taxonomy) -> impl Strategy<Value = String> {
    let term = (0..plan.subdivisions.len(), any::<prop::sample::Index>()).prop_map(|(at, term)| {
        let terms = &plan.subdivisions[at].terms;
        terms[term.index(terms.len())].text.to_string()
    });
    let marker = prop::sample::select(vec![
        "for the automotive industry",
        "not including",
        "distributor of",
        "plans to",
        "restaurants",
        "不含",
        "销售",
        "除外",
        ".",
        "。",
        "; ",
        "(",
        ")",
        "BATTERY",
        "ｂａｔｔｅｒｙ",
        "batetry",
        "photo voltaic",
        "鋰電池",
        "\n",
        "\u{202e}",
        "\u{1b}[2J",
        "</style><script>alert(1)</script>",
        "| a | **b**",
        "e\u{301}",
        "ﬁ",
    ]);
    prop_oneof![5 => term, 3 => marker.prop_map(str::to_owned), 1 => "\\PC{0,8}", 1 => any::<String>()]
}

/// Up to `most` words.
pub(crate) fn words(plan: &'static Taxonomy, most: usize) -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(word(plan), 0..=most)
}

/// A profile of terms of the plan and worse; each part may be absent.
pub(crate) fn profile(plan: &'static Taxonomy) -> impl Strategy<Value = Profile> {
    let text = || prop::collection::vec(word(plan), 1..12).prop_map(|words| words.join(" "));
    let parts = (
        prop::option::of(word(plan)),
        prop::sample::select(Kind::ALL.to_vec()),
        words(plan, 5),
        prop::collection::vec(text(), 0..4),
        prop::option::of(text()),
    );
    parts.prop_map(|(name, kind, keywords, products, description)| Profile {
        name,
        kind,
        keywords,
        products,
        description,
        ..Profile::default()
    })
}

/// Whether a terminal would act on a character or hide it.
pub(crate) fn is_hostile(c: char) -> bool {
    c.is_control() && c != '\n' || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
