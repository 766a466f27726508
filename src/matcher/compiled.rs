//! What `planfit taxonomy compile` writes beside a plan file: the plan as data and every table that a matcher makes of it, so
//! that nothing is parsed, read word by word or counted at start.
//!
//! After [`MAGIC`] come the build of the program that wrote it (its sources and learned weights, 32 hexadecimal digits), the
//! SHA-256 of the plan file (64), a hash of all that follows, and the length of the plan, eight bytes each; then the plan
//! and the [`Tables`]. It is read only by the build that wrote it, and only beside the plan file that it was made of.

use super::assess::Matcher;
use super::borrowed::combine;
use super::keys::Class;
use super::learned::Learned;
use super::model::Model;
use super::tables::Tables;
use super::terms;
use crate::taxonomy::Taxonomy;
use crate::text::Fingerprint;

/// First bytes of the file; the last digit is the version of the layout.
const MAGIC: &[u8; 8] = b"pf-plan1";
/// The sources and learned weights that this program was built from.
const BUILD: &str = env!("PLANFIT_BUILD");

/// Why a compiled plan cannot stand for the plan file beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stale {
    /// The plan file is another one than it was made of.
    OtherPlan,
    /// Another version or build of the program wrote it.
    OtherProgram,
    /// It is not a compiled plan, or not all of one.
    Damaged,
}

/// The compiled form of a plan as it is, without what was learned of it from labelled companies.
#[must_use]
pub fn compile(taxonomy: &Taxonomy) -> Vec<u8> {
    let plain = Taxonomy {
        adaptation: None,
        ..taxonomy.clone()
    };
    let plan = plain.to_bytes();
    let tables = tables_of(&plain);
    let body = [&(plan.len() as u64).to_le_bytes()[..], &plan, &tables].concat();
    let mut file = MAGIC.to_vec();
    file.extend_from_slice(BUILD.as_bytes());
    file.extend_from_slice(taxonomy.plan.sha256.as_bytes());
    file.extend_from_slice(&hash(&body).to_le_bytes());
    file.extend_from_slice(&body);
    file
}

/// The tables of a plan, as [`Tables::of`] reads them.
fn tables_of(taxonomy: &Taxonomy) -> Vec<u8> {
    let matcher = Matcher::new(taxonomy);
    let (reader, scorer) = (&matcher.reader, &matcher.scorer);
    let combined = combine(taxonomy);
    let known = combined.as_ref().map_or(taxonomy, |(combined, _)| combined);
    let learned = Learned::of(known, &Model::shipped());
    let mut labels: Vec<(u64, Class)> = reader.labels.iter().map(|(a, b)| (*a, *b)).collect();
    labels.sort_unstable();
    let (slots, postings) = scorer.weights.bytes();
    let (related, term_words) = scorer.terms_said();
    let tables = Tables {
        is_combined: combined.is_some(),
        terms: &terms::build(known),
        labels,
        learned: (learned.classes, learned.count, learned.is_all),
        slots,
        postings,
        related,
        term_words,
    };
    postcard::to_allocvec(&tables).expect("memory takes the tables")
}

/// The plan in `file`, which is the compiled form of the plan file with this SHA-256. The bytes are of the program's whole
/// life, since the plan is read in place.
///
/// # Errors
/// Why it cannot be used.
pub fn read_compiled(file: &'static [u8], sha256: &str) -> Result<Taxonomy, Stale> {
    let rest = file.strip_prefix(MAGIC).ok_or(match is_compiled(file) {
        true => Stale::OtherProgram,
        false => Stale::Damaged,
    })?;
    let (build, rest) = rest.split_at_checked(BUILD.len()).ok_or(Stale::Damaged)?;
    if build != BUILD.as_bytes() {
        return Err(Stale::OtherProgram);
    }
    let (made_of, rest) = rest.split_at_checked(sha256.len()).ok_or(Stale::Damaged)?;
    if made_of != sha256.as_bytes() {
        return Err(Stale::OtherPlan);
    }
    let (known, body) = rest.split_first_chunk().ok_or(Stale::Damaged)?;
    let (length, body) = match u64::from_le_bytes(*known) == hash(body) {
        true => body.split_first_chunk().ok_or(Stale::Damaged)?,
        false => return Err(Stale::Damaged),
    };
    let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| Stale::Damaged)?;
    let (plan, tables) = body.split_at_checked(length).ok_or(Stale::Damaged)?;
    Taxonomy::from_compiled(plan, tables).ok_or(Stale::Damaged)
}

/// Whether a file is a compiled plan, of whatever version.
#[must_use]
pub fn is_compiled(file: &[u8]) -> bool {
    file.starts_with(&MAGIC[..MAGIC.len() - 1])
}

fn hash(bytes: &[u8]) -> u64 {
    let mut sum = Fingerprint::default();
    sum.add(bytes);
    sum.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matcher::{Options, Scratch};
    use crate::profile::Profile;

    const TEXTS: [&str; 4] = [
        "We make lithium batteries and battery packs for electric buses; we sell solar modules.",
        "动力电池的研发、生产和销售，光伏组件、风力发电机组",
        "Owns and lets office buildings in the city centre.",
        "Lithium batteries",
    ];

    /// A plan of its own: by its terms alone, or with what it borrows.
    fn own(like: &str) -> Taxonomy {
        let text = format!(
            r#"
plan = {{ id = "own" }}
[[subdivision]]
id = "batteries"
label = {{ en = "Lithium batteries", zh = "锂电池" }}
{like}
terms.en = ["battery pack", {{ term = "cell", weight = 0.3 }}, "lithium battery"]
terms.zh = ["动力电池"]
exclude = ["battery pack tester"]
[[subdivision]]
id = "power"
label = {{ en = "Power", zh = "电力" }}
terms.en = ["solar module", "wind turbine"]
terms.zh = ["光伏组件", "风力发电"]
[[out_of_scope]]
id = "property"
label = {{ en = "Property", zh = "房地产" }}
terms.en = ["office building"]
"#
        );
        Taxonomy::from_toml(&text, "own").unwrap()
    }

    fn plans() -> [Taxonomy; 3] {
        [
            Taxonomy::shipped(),
            own(""),
            own(r#"like = ["new-energy-icv/power-batteries"]"#),
        ]
    }

    fn compiled(plan: &Taxonomy) -> &'static [u8] {
        compile(plan).leak()
    }

    fn answers(plan: &Taxonomy) -> Vec<String> {
        let matcher = Matcher::new(plan);
        let (options, mut scratch) = (Options::default(), Scratch::default());
        let answer = |text| {
            let profile = Profile {
                products: vec![String::from(text)],
                ..Profile::from_text(text)
            };
            format!("{:?}", matcher.assess(&profile, &options, &mut scratch))
        };
        TEXTS.into_iter().map(answer).collect()
    }

    #[test]
    fn a_compiled_plan_is_the_plan_and_answers_alike() {
        for plan in plans() {
            let read = read_compiled(compiled(&plan), &plan.plan.sha256).unwrap();
            assert!(read.tables().is_some());
            assert!(Tables::of(&read).is_some());
            assert!(read == plan);
            assert_eq!(answers(&read), answers(&plan), "{}", plan.plan.id);
            assert_eq!(compile(&read), compile(&plan), "the same bytes each time");
        }
    }

    #[test]
    fn a_plan_that_was_changed_since_is_not_told_by_old_tables() {
        let plan = own("");
        let file = compiled(&plan);
        let read = || read_compiled(file, &plan.plan.sha256).unwrap();
        let (mut terms, mut label, mut fewer) = (read(), read(), read());
        terms.subdivisions[0].terms[0].text = "zyzzyva".into();
        label.subdivisions[1].label.en = "Zyzzyva".into();
        fewer.subdivisions.pop();
        for changed in [&terms, &label, &fewer] {
            assert!(changed.tables().is_none());
        }
        let profile = Profile::from_text("Makes zyzzyvas.");
        let matcher = Matcher::new(&terms);
        let found = matcher.assess(&profile, &Options::default(), &mut Scratch::default());
        assert_eq!(found.fits[0].evidence[0].term, "zyzzyva");
    }

    #[test]
    fn what_is_stale_or_damaged_is_told_and_not_read() {
        let plan = own("");
        let (file, sha256) = (compiled(&plan), plan.plan.sha256.as_str());
        let stale = |file: Vec<u8>, sha256: &str| read_compiled(file.leak(), sha256).unwrap_err();
        assert_eq!(stale(file.to_vec(), &"0".repeat(64)), Stale::OtherPlan);
        let with = |at: usize| {
            let mut file = file.to_vec();
            file[at] ^= 1;
            stale(file, sha256)
        };
        assert_eq!(with(0), Stale::Damaged);
        assert_eq!(with(MAGIC.len() - 1), Stale::OtherProgram);
        assert_eq!(with(MAGIC.len()), Stale::OtherProgram);
        let body = MAGIC.len() + BUILD.len() + sha256.len();
        for at in (body..file.len()).step_by(file.len() / 20) {
            assert_eq!(with(at), Stale::Damaged, "{at}");
        }
        for length in [0, 4, MAGIC.len(), body - 1, body, body + 8, file.len() - 1] {
            assert_eq!(
                stale(file[..length].to_vec(), sha256),
                Stale::Damaged,
                "{length}"
            );
        }
    }
}
