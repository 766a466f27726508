//! A made-up lead list of the shape of a real one, the same every time: some 750 bytes a row, quoted descriptions of 30
//! to 200 words, a tenth of the rows Chinese. Used by the benches and by the tests that need many rows.

use planfit::{Language, Taxonomy};
use std::fmt::Write;

/// What stands before the rows: the header of CSV, as in lists of listed companies; nothing for JSONL.
pub(crate) fn header(format: &str) -> &'static str {
    match format {
        "csv" => "symbol,name,country,city,sector,industry,website,description\n",
        _ => "",
    }
}

/// Makes rows one after the other.
pub(crate) struct Generator {
    /// The terms of each subdivision, English and Chinese.
    terms: Vec<[Vec<String>; 2]>,
    state: u64,
    made: u64,
}

impl Generator {
    /// The generator of the list that `seed` stands for.
    pub(crate) fn new(seed: u64) -> Self {
        let taxonomy = Taxonomy::shipped();
        let of = |subdivision: &planfit::Subdivision, language| {
            let terms = subdivision
                .terms
                .iter()
                .filter(|term| term.language == language);
            terms.map(|term| term.text.to_string()).collect()
        };
        let terms = taxonomy.subdivisions.iter();
        Self {
            terms: terms
                .map(|s| [of(s, Language::En), of(s, Language::Zh)])
                .collect(),
            state: seed ^ 0x9E37_79B9_7F4A_7C15,
            made: 0,
        }
    }

    /// A number below `limit` (Knuth's linear congruential generator, upper bits).
    fn below(&mut self, limit: usize) -> usize {
        self.state = self
            .state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.state >> 33) as usize) % limit
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }

    fn term(&mut self, subdivision: usize, chinese: bool) -> String {
        let at = self.below(10_000);
        let terms = &self.terms[subdivision][usize::from(chinese)];
        match terms.len() {
            0 => String::new(),
            count => terms[at % count].clone(),
        }
    }

    /// Appends the next `count` rows as `csv` or `jsonl`.
    pub(crate) fn rows(&mut self, count: usize, format: &str, out: &mut String) {
        for _ in 0..count {
            let (name, description) = self.lead();
            let number = self.made;
            let _ = match format {
                "csv" => {
                    let country = self.pick(&["China", "Germany", "India", "Japan", "Brazil"]);
                    let sector = self.pick(&["Industrials", "Materials", "Health Care", "Energy"]);
                    writeln!(
                        out,
                        "{number:06},\"{name}\",{country},Springfield,{sector},,http://www.example.com/{number},\"{description}\""
                    )
                }
                _ => writeln!(
                    out,
                    "{{\"id\":\"{number:06}\",\"name\":\"{name}\",\"description\":\"{description}\"}}"
                ),
            };
        }
    }

    /// The next name and description, without quotes in them.
    fn lead(&mut self) -> (String, String) {
        self.made += 1;
        let chinese = self.below(10) == 0;
        let (main, side) = (self.below(self.terms.len()), self.below(self.terms.len()));
        let syllables = [
            "Nor", "Vel", "Tam", "Ori", "Bex", "Lum", "Kas", "Dro", "Fen", "Sil",
        ];
        let stem = format!(
            "{}{}{}",
            self.pick(&syllables),
            self.pick(&syllables).to_lowercase(),
            self.made % 97
        );
        let mut text = String::new();
        if chinese {
            let sentences = 1 + self.below(6);
            for _ in 0..sentences {
                let (a, b, c) = (
                    self.term(main, true),
                    self.term(main, true),
                    self.term(side, true),
                );
                let verb = self.pick(&[
                    "研发、生产和销售",
                    "设计、制造",
                    "批发、零售",
                    "技术开发、技术服务",
                ]);
                let _ = write!(text, "从事{a}、{b}的{verb}，并为客户提供{c}相关服务。");
            }
            return (format!("{stem}有限公司"), text);
        }
        let _ = write!(text, "{stem} Co., Ltd., together with its subsidiaries, ");
        let sentences = 2 + self.below(9);
        for sentence in 0..sentences {
            let subdivision = if sentence % 4 == 3 { side } else { main };
            let (a, b, c) = (
                self.term(subdivision, false),
                self.term(subdivision, false),
                self.term(subdivision, false),
            );
            let sentence = match self.below(6) {
                0 => format!(
                    "engages in the design, manufacture, and sale of {a}, {b}, and {c} in domestic and overseas markets. "
                ),
                1 => format!(
                    "The company operates through two segments, {a} and Other Activities, and offers {b}. "
                ),
                2 => format!(
                    "It also provides {a} and related maintenance services to customers in various industries; and undertakes contracts for {b}. "
                ),
                3 => format!(
                    "In addition, it is involved in trading {a}, leasing of premises, and investment holding activities. "
                ),
                4 => format!(
                    "The company serves automotive, medical, and construction customers with {a}, {b}, as well as {c} under its own brand. "
                ),
                _ => format!(
                    "The company was founded in {} and is headquartered in Springfield. ",
                    1950 + self.below(70)
                ),
            };
            text.push_str(&sentence);
        }
        (format!("{stem} Co., Ltd."), text.trim_end().to_owned())
    }
}
