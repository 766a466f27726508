//! What nobody writes costs no more a byte than what people write: memory is counted here, time in `bench/flat.rs`.
//! What the program does not reckon with is refused, with the reason.

#![cfg(feature = "cli")]

#[path = "bench/texts.rs"]
mod texts;

use planfit::assessment::explain;
use planfit::taxonomy::{LONGEST_TERM, check};
use planfit::{Matcher, Options, Profile, Scratch, Taxonomy};
use std::sync::LazyLock;
use std::time::{Duration, Instant};
use texts::KINDS;

static TAXONOMY: LazyLock<Taxonomy> = LazyLock::new(Taxonomy::shipped);
static MATCHER: LazyLock<Matcher<'static>> = LazyLock::new(|| Matcher::new(&TAXONOMY));

const SMALL: &str = include_str!("cmd/taxonomy-data/small.toml");
const MIB: usize = 1 << 20;

/// Twenty bytes a byte, and what any text may take.
const MOST: u64 = 20 * MIB as u64 + (8 << 20);

/// The most bytes that are held at once.
fn held(run: impl FnMut()) -> u64 {
    allocation_counter::measure(run).bytes_max
}

#[test]
fn assessing_a_mebibyte_takes_little_memory() {
    let options = Options::default();
    drop(MATCHER.assess(
        &Profile::from_text("baterries"),
        &options,
        &mut Scratch::default(),
    ));
    for (kind, make) in KINDS {
        let profile = Profile::from_text(make(MIB));
        let memory = held(|| drop(MATCHER.assess(&profile, &options, &mut Scratch::default())));
        assert!(memory < MOST, "{kind}: {memory}");
    }
}

/// A text that is read in several blocks is read as it is in one: only sums of floating-point numbers, whose order hangs
/// on it, may differ in their last digit.
#[test]
fn a_long_text_is_read_like_a_short_one() {
    let sentence = "We make lithium batteries and battery packs, not including chargers. 生产和销售锂电池（不含危险化学品）。";
    let short = Profile::from_text(sentence.repeat(20));
    let long = Profile::from_text(sentence.repeat(20) + &"2021 1203. ".repeat(5000));
    let [short, long] = [&short, &long]
        .map(|profile| MATCHER.assess(profile, &Options::default(), &mut Scratch::default()));
    let ids = |assessment: &planfit::Assessment<'_>| -> Vec<String> {
        assessment
            .fits
            .iter()
            .map(|fit| fit.subdivision.id.clone())
            .collect()
    };
    assert_eq!(ids(&short), ids(&long));
    assert_eq!(
        format!("{:?}", short.fits[0].evidence[0].text),
        format!("{:?}", long.fits[0].evidence[0].text)
    );
    // The last sentence stands where it says.
    let text = "电".repeat(50_000) + "。We make aerogel blankets.";
    let profile = Profile::from_text(text.clone());
    let everything = Options {
        top: usize::MAX,
        min_score: planfit::Score::default(),
        evidence: usize::MAX,
    };
    let assessment = MATCHER.assess(&profile, &everything, &mut Scratch::default());
    let pieces = assessment
        .fits
        .iter()
        .flat_map(|fit| &fit.evidence)
        .filter(|piece| piece.field.is_some());
    let mut at_the_end = 0;
    for piece in pieces {
        assert_eq!(
            text.get(piece.span.0..piece.span.1),
            Some(piece.text.as_str())
        );
        at_the_end += usize::from(piece.span.0 > 150_000);
    }
    assert!(at_the_end > 0);
}

#[test]
fn explaining_and_searching_long_texts_ends() {
    for (kind, make) in KINDS {
        let begun = Instant::now();
        let text = make(100_000);
        drop(TAXONOMY.search(&text));
        let profile = Profile::from_text(text);
        drop(explain(&MATCHER, &profile, None, &mut Scratch::default()));
        // A second or two in an optimised build; here there is little optimisation and much else running.
        assert!(
            begun.elapsed() < Duration::from_secs(60),
            "{kind}: {:?}",
            begun.elapsed()
        );
    }
}

#[test]
fn plans_of_another_kind_are_refused() {
    let refused = |text: &str| Taxonomy::from_toml(text, "p.toml").unwrap_err().to_string();
    assert_eq!(
        refused(&SMALL.replace("format = 1", "format = 2")),
        "p.toml: this program reads `format = 1` only"
    );
    let long = SMALL.replace(
        "\"battery\"",
        &format!("\"{}\"", "battery ".repeat(100_000)),
    );
    assert_eq!(
        refused(&long),
        format!(
            "p.toml: the term that begins with `{}` is longer than {LONGEST_TERM} words or Chinese characters",
            "battery ".repeat(5)
        )
    );
    assert!(
        check(&long)
            .iter()
            .any(|finding| finding.message.contains("is longer than"))
    );
    // As short as they may be, so that the file is not too long: their places were once counted in 16 bits.
    let (before, _) = SMALL.split_once("[[subdivision]]").unwrap();
    let many: String = (0..65_540)
        .map(|at| {
            format!(
                "[[subdivision]]\nid=\"energy/{at}\"\nindustry=\"energy\"\nlabel={{en=\"x{at}\",zh=\"泵{at}\"}}\nclause=\"energy\"\n"
            )
        })
        .collect();
    let many = format!("{before}{many}");
    assert!(many.len() < 8 * MIB, "{}", many.len());
    assert_eq!(
        refused(&many),
        "p.toml: it has 65540 subdivisions and kinds of business out of scope, and no more than 4096 are read"
    );
    let longest = SMALL.replace(
        "\"battery\"",
        &format!("\"{}\"", "battery ".repeat(LONGEST_TERM)),
    );
    assert!(Taxonomy::from_toml(&longest, "p.toml").is_ok());
}
