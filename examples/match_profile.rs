//! One company in, its fits out: `cargo run --release --example match_profile`.

use planfit::assessment::{evidence_words, reason};
use planfit::{Matcher, Options, Profile, Scratch, Taxonomy};

fn main() {
    let taxonomy = Taxonomy::shipped();
    let matcher = Matcher::new(&taxonomy);
    let profile = Profile {
        products: vec!["LFP cells".to_owned(), "battery packs".to_owned()],
        ..Profile::from_text("Makes power batteries for electric buses.")
    };
    let assessment = matcher.assess(&profile, &Options::default(), &mut Scratch::default());
    println!("{}", reason(&profile, &assessment).en);
    for fit in &assessment.fits {
        println!("{:5.1}  {}", fit.score.value(), fit.subdivision.id);
        if let Some(clause) = fit.clause {
            println!("       the plan: {}", clause.phrase);
        }
        let words = evidence_words(&profile, &fit.evidence, 4);
        println!("       the profile: {}", words.join(", "));
    }
}
