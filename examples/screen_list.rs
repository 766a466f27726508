//! Several companies, the best fit first: `cargo run --release --example screen_list`.

use planfit::{Matcher, Options, Profile, Scratch, Taxonomy};

fn main() {
    let taxonomy = Taxonomy::shipped();
    let matcher = Matcher::new(&taxonomy); // once: it serves all companies and all threads
    let mut scratch = Scratch::default(); // one a thread: its buffers are used again and again
    let companies = "Harbour Noodles: a chain of noodle restaurants
        Yu Drive: permanent magnet drive motors for electric cars
        Hill Citrus: oranges and lemons from mountain orchards
        渝芯: 功率半导体器件、集成电路芯片设计与销售";
    let mut best = Vec::new();
    for (name, text) in companies.lines().filter_map(|line| line.split_once(": ")) {
        let profile = Profile::from_text(text);
        let assessment = matcher.assess(&profile, &Options::default(), &mut scratch);
        best.extend(
            assessment
                .fits
                .first()
                .map(|fit| (fit.score, fit.label, name)),
        );
    }
    best.sort_by_key(|(score, ..)| std::cmp::Reverse(*score));
    for (score, label, name) in best {
        println!("{:5.1}  {}: {}", score.value(), name.trim(), label.en);
    }
}
