//! Why the verdict is what it is: which of the firm's words met which subdivision, or what was read and why it fits none.

use super::carried::{Carried, is_by_name};
use super::caveats::{Caveat, caveats};
use super::evidence::{EvidenceWords, Few, FitWords, borrowed_words, told_pieces};
use super::out_of_scope::out_of_scope_words;
use super::passages::passages;
use super::sentence::{between_quotations, clip, in_sentence, push_quoted, quote};
use crate::fit::{Assessment, Basis, Evidence, Fit, Role, Score, Tier, Verdict};
use crate::messages::{add_message, filled, message, say};
use crate::profile::Profile;
use crate::taxonomy::{Label, Language};

/// Words quoted for each subdivision.
const WORDS: usize = 3;
/// Characters of a quotation.
const QUOTED: usize = 60;
/// Bytes of most sentences.
const USUAL_LENGTH: usize = 320;
/// Entries of the profile quoted where nothing fits.
const READ: usize = 3;

/// The reason of the verdict on `profile`, in a sentence of each language.
#[must_use]
pub fn reason(profile: &Profile, assessment: &Assessment<'_>) -> Label {
    let mut words = FitWords::new(profile, assessment);
    let mut reason = Reason::new(&mut words, Language::En);
    let en = reason.sentence();
    reason.language = Language::Zh;
    let zh = reason.sentence();
    Label { en, zh }
}

/// The same in one language.
#[must_use]
pub fn reason_in(profile: &Profile, assessment: &Assessment<'_>, language: Language) -> String {
    reason_by(&mut FitWords::new(profile, assessment), language)
}

/// The same from words that other parts of an answer need too.
pub(crate) fn reason_by(words: &mut FitWords<'_, '_>, language: Language) -> String {
    Reason::new(words, language).sentence()
}

struct Reason<'a, 't> {
    profile: &'a Profile,
    assessment: &'a Assessment<'t>,
    language: Language,
    /// The words that say that the business is out of scope.
    business: Vec<String>,
    /// The words that met the best fit.
    words: Few<EvidenceWords<'a>>,
    /// Those that met a second fit.
    second: Few<EvidenceWords<'a>>,
    /// What weakens the fit and is not said by the words that met it.
    caveats: Vec<Caveat>,
}

impl<'a, 't> Reason<'a, 't> {
    fn new(found: &mut FitWords<'a, 't>, language: Language) -> Self {
        let (profile, assessment) = (found.profile, found.assessment);
        let mut reason = Self {
            profile,
            assessment,
            language,
            business: Vec::new(),
            words: Few::new(),
            second: Few::new(),
            caveats: Vec::new(),
        };
        if let Some(out) = &assessment.out_of_scope {
            reason.business = out_of_scope_words(profile, out.label, &out.evidence, WORDS);
        } else if assessment.verdict.something_fits() {
            if let Some(best) = assessment.fits.first() {
                reason.words = found.first_of(0, WORDS);
                reason.caveats = reason.caveats_of(best);
            }
            if reason.second_fit().is_some() {
                reason.second = found.first_of(1, WORDS - 1);
            }
        }
        reason
    }

    /// The second fit, if it is one that counts.
    fn second_fit(&self) -> Option<&'a Fit<'t>> {
        let second = self.assessment.fits.get(1);
        second.filter(|fit| fit.tier >= Some(Tier::Substantial))
    }

    fn caveats_of(&self, fit: &Fit<'_>) -> Vec<Caveat> {
        let completeness = self.assessment.completeness.score;
        let mut found = {
            let labels = [fit.label, &fit.industry.label];
            caveats(self.profile, &fit.evidence, labels, completeness)
        };
        let owned = self.words.iter().any(|words| words.role == Role::Own);
        found.retain(|caveat| match caveat {
            Caveat::Service => true,
            Caveat::LittleText => false,
            _ => owned,
        });
        found
    }

    fn sentence(&self) -> String {
        match self.assessment.verdict {
            Verdict::Fits | Verdict::Peripheral => self.fits(),
            Verdict::OutOfScope => self.out_of_scope(),
            Verdict::NothingFits => self.nothing(),
            Verdict::NotRecognised => self.not_recognised(),
            Verdict::NoText if self.profile.is_empty() && self.profile.planned().is_some() => self
                .say("the profile describes a planned project and nothing of the present business"),
            Verdict::NoText if self.profile.is_empty() => {
                self.say("the profile has no text to read")
            }
            Verdict::NoText => {
                self.say("the profile has a name only, and a name does not tell what a firm does")
            }
        }
    }

    fn say(&self, english: &'static str) -> String {
        say(self.language, english).to_owned()
    }

    /// The best subdivision with the words that met it, and a second one that fits.
    fn fits(&self) -> String {
        let Some((subdivision, score)) = self.assessment.best else {
            return String::new();
        };
        let label = subdivision.label.get(self.language);
        let basis = self.assessment.basis;
        let tier = basis.tier(Tier::of(score), self.language);
        let shown = basis.shown(score, self.language);
        let mut sentence = String::with_capacity(USUAL_LENGTH);
        match basis.is_calibrated() {
            true => add_message!(
                sentence,
                self.language,
                "{label} is a {tier} fit ({shown})",
                label,
                tier,
                shown
            ),
            false => add_message!(
                sentence,
                self.language,
                "{label} has {shown} relevance, {tier} alone",
                label,
                shown,
                tier
            ),
        }
        if self.assessment.fits.is_empty() {
            return sentence;
        }
        sentence += say(self.language, ": ##why it fits");
        let best = self.assessment.fits.first();
        let by_name = || best.is_some_and(|fit| is_by_name(self.profile, &fit.evidence));
        let met =
            best.and_then(|best| met_by(self.profile, &best.evidence, &self.words, self.language));
        sentence += &met.unwrap_or_else(|| match by_name() {
            true => self.say("judging by the name"),
            false => self.say("no single word decides it"),
        });
        for caveat in &self.caveats {
            sentence += say(self.language, ", ##between clauses");
            sentence += caveat.in_short(self.language);
        }
        if let Some(second) = self.second_fit() {
            self.add_second(second, &mut sentence);
        }
        sentence
    }

    fn add_second(&self, fit: &Fit<'_>, sentence: &mut String) {
        let label = fit.label.get(self.language);
        let words = quoted(self.second.iter().map(|words| words.text), self.language);
        let score = fit.shown(self.language);
        match words.is_empty() {
            true => add_message!(
                *sentence,
                self.language,
                "; {label} ({score}) fits too",
                label,
                score
            ),
            false => add_message!(
                *sentence,
                self.language,
                "; {label} ({score}) fits too, by {words}",
                label,
                score,
                words
            ),
        }
    }

    fn out_of_scope(&self) -> String {
        let Some(out) = &self.assessment.out_of_scope else {
            return String::new();
        };
        let kind = out.label.get(self.language);
        let words = quoted(self.business.iter().map(String::as_str), self.language);
        let read = match words.is_empty() {
            true if is_by_name(self.profile, &out.evidence) => self.say(", judging by the name"),
            true => String::new(),
            false => message!(self.language, ", judging by {words}", words),
        };
        if names_no_business(kind) {
            return message!(
                self.language,
                "the profile describes no business{read}, so nothing can be matched with the plan",
                read
            );
        }
        message!(
            self.language,
            "{kind}{read}; the plan does not promote it",
            kind = in_sentence(kind, self.language),
            read
        )
    }

    /// What was read, and how far from the nearest subdivision it is.
    fn nothing(&self) -> String {
        let lowest = Tier::Peripheral.threshold().value();
        let read = self.read();
        let mut sentence = match read.is_empty() {
            true => self.say("no subdivision of the plan fits"),
            false => message!(
                self.language,
                "no subdivision of the plan fits {read}",
                read
            ),
        };
        if let Some((subdivision, score)) = self.assessment.best {
            let label = subdivision.label.get(self.language);
            let basis = self.assessment.basis;
            sentence += say(self.language, "; ");
            sentence += &nearest(label, score, basis, self.language);
            if basis.is_calibrated() {
                add_message!(
                    sentence,
                    self.language,
                    ", and a fit begins at {lowest}",
                    lowest
                );
            }
        }
        let nearest = self.assessment.fits.first();
        let apart = nearest.and_then(|fit| other_roles(self.profile, &fit.evidence, self.language));
        if let Some(apart) = apart {
            sentence += say(self.language, "; ");
            sentence += &apart;
        }
        sentence
    }

    fn not_recognised(&self) -> String {
        if self.assessment.is_foreign {
            return self.say(
                "the text seems to be in another language, and only English and Chinese are read",
            );
        }
        let read = self.read();
        match read.is_empty() {
            true => self.say("nothing in the text says what the firm makes or provides"),
            false => message!(
                self.language,
                "{read} does not say what the firm makes or provides",
                read
            ),
        }
    }

    /// The first products and keywords of the profile, or else the beginning of its text, in quotation marks.
    fn read(&self) -> String {
        let entries = self.profile.products.iter().chain(&self.profile.keywords);
        let entries = entries
            .map(|entry| entry.trim())
            .filter(|entry| !entry.is_empty());
        let entries: Vec<&str> = entries.take(READ).collect();
        if !entries.is_empty() {
            return quoted(entries.into_iter(), self.language);
        }
        let text = self
            .profile
            .description
            .as_deref()
            .unwrap_or_default()
            .trim();
        match text.is_empty() {
            true => String::new(),
            false => quote(&clip(text, 2 * QUOTED)),
        }
    }
}

/// Whether a kind of business out of scope is that no business is described, by the name that the shipped plan gives it in
/// either language; of it no sentence says that the firm is in that business.
#[must_use]
pub fn names_no_business(label: &str) -> bool {
    // By the whole name: 无人机 begins alike.
    ["No described business", "无具体业务"].contains(&label)
}

fn quoted<'w>(words: impl Iterator<Item = &'w str>, language: Language) -> String {
    let words: Few<&str> = words.collect();
    let (comma, and) = (
        between_quotations(language),
        say(language, " and ##between names"),
    );
    let mut quoted = String::new();
    for (place, word) in words.iter().enumerate() {
        match place {
            0 => quoted.reserve(words.iter().map(|word| word.len() + comma.len() + 8).sum()),
            _ if place + 1 == words.len() => quoted.push_str(and),
            _ => quoted.push_str(comma),
        }
        match word.len() <= QUOTED {
            true => push_quoted(word, &mut quoted),
            false => push_quoted(&clip(word, QUOTED), &mut quoted),
        }
    }
    quoted
}

/// The nearest subdivision where none fits, inside a sentence.
pub(super) fn nearest(label: &str, score: Score, basis: Basis, language: Language) -> String {
    let shown = basis.shown(score, language);
    match basis.is_calibrated() {
        true => message!(
            language,
            "the nearest, {label}, scores {shown}",
            label,
            shown
        ),
        false => {
            let tier = basis.tier(None, language);
            message!(
                language,
                "the nearest is {label} (relevance {shown}, {tier} alone)",
                label,
                shown,
                tier
            )
        }
    }
}

/// Which words met a subdivision: those of the firm's own business, else those in another role; nothing where no words
/// can be shown.
#[must_use]
pub fn met(profile: &Profile, evidence: &[Evidence], language: Language) -> Option<String> {
    let words = borrowed_words(profile, evidence, WORDS);
    met_by(profile, evidence, &words, language)
}

/// The same of the words that stand in the [`passages`] that carry the fit, so that a reader finds each of them there.
#[must_use]
pub fn met_in_quotes(
    profile: &Profile,
    evidence: &[Evidence],
    language: Language,
) -> Option<String> {
    let passages = passages(profile, evidence);
    let mut words = borrowed_words(profile, evidence, usize::MAX);
    words.retain(|words| passages.iter().any(|passage| passage.holds(words)));
    words.truncate(WORDS);
    // Of a sentence that was cut, the words may reach beyond the passage.
    met_by(profile, evidence, &words, language).or_else(|| met(profile, evidence, language))
}

fn met_by(
    profile: &Profile,
    evidence: &[Evidence],
    words: &[EvidenceWords<'_>],
    language: Language,
) -> Option<String> {
    let is_own = words.iter().any(|words| words.role == Role::Own);
    let role = match is_own {
        true => Role::Own,
        false => words.first()?.role,
    };
    let of_role = words.iter().filter(|words| words.role == role);
    let quoted = quoted(of_role.map(|words| words.text), language);
    let by = match role {
        Role::Own => Carried::of(profile, evidence, words),
        _ => Carried::Words,
    };
    let told = match by {
        Carried::Words => return Some(role_told(role, &quoted, language)),
        Carried::Many => "the words that speak for it include {words}",
        Carried::Name => "it rests mainly on the name of the firm; the text names {words}",
    };
    Some(filled(say(language, told), &[("words", &quoted)]))
}

/// Words that would speak for a subdivision and were read in another role than the firm's own business.
fn other_roles(profile: &Profile, evidence: &[Evidence], language: Language) -> Option<String> {
    let pieces = told_pieces(evidence).iter();
    let pieces = pieces.filter(|piece| piece.how.is_term());
    let other = pieces.clone().find(|piece| piece.role != Role::Own)?;
    if pieces.clone().any(|piece| piece.role == Role::Own) || profile.is_empty() {
        return None;
    }
    Some(role_told(
        other.role,
        &quote(&clip(&other.text, QUOTED)),
        language,
    ))
}

/// In what role the profile speaks of words; as what the text says, which need not be what the firm does.
fn role_told(role: Role, words: &str, language: Language) -> String {
    let told = say(
        language,
        match role {
            Role::Own => "the profile names {words}",
            Role::Trade => "the profile names {words} as goods to sell",
            Role::Customer => "the profile names {words} as what it serves or supplies",
            Role::Intended => "the profile names {words} as a plan",
            Role::Excluded => "the profile excludes {words}",
            Role::Past => "the profile names {words} as something of the past",
            Role::Mentioned => {
                "the profile mentions {words}, perhaps not as the firm's own business"
            }
        },
    );
    filled(told, &[("words", &words)])
}

#[cfg(test)]
mod tests {
    use super::super::evidence::TOLD_EVIDENCE;
    use super::*;
    use crate::matcher::{Matcher, Options, Scratch};
    use crate::taxonomy::Taxonomy;

    fn reasons(profile: &Profile) -> Label {
        let taxonomy = Taxonomy::shipped();
        let matcher = Matcher::new(&taxonomy);
        let assessment = matcher.assess(profile, &Options::default(), &mut Scratch::default());
        reason(profile, &assessment)
    }

    #[test]
    fn reasons_quote_the_words_that_met_the_subdivision() {
        let profile = Profile {
            products: vec!["lithium battery packs".into()],
            ..Profile::default()
        };
        let told = reasons(&profile);
        assert!(told.en.contains("“lithium battery packs”"), "{told:?}");
        assert!(told.zh.contains("“lithium battery packs”"), "{told:?}");
    }

    #[test]
    fn what_is_uncertain_does_not_hang_on_how_much_evidence_was_asked_for() {
        let taxonomy = Taxonomy::shipped();
        let matcher = Matcher::new(&taxonomy);
        let name = Some("重庆琴络科技发展有限公司".to_owned());
        let text = "预包装食品批发兼零售。计算机软硬件开发及销售；系统集成、网络布线；销售：通讯设备、办公用品、五金交电、日用百货、\
                    机电设备、电子产品、建材、仪器仪表；企业管理咨询，商务信息咨询，会议服务，展览展示服务。";
        let english = "We make LFP cells, battery packs, chargers, inverters and energy storage cabinets, trade \
                       copper foil, and plan a plant for sodium batteries.";
        for profile in [
            Profile::from_text(english),
            Profile::from_text(text),
            Profile {
                name,
                ..Profile::from_text(text)
            },
        ] {
            let [few, many] = [TOLD_EVIDENCE, usize::MAX].map(|evidence| {
                let options = Options {
                    evidence,
                    ..Options::default()
                };
                reason(
                    &profile,
                    &matcher.assess(&profile, &options, &mut Scratch::default()),
                )
            });
            // More evidence makes longer phrases of it, but no other answer.
            for [few, many] in [[&few.en, &many.en], [&few.zh, &many.zh]] {
                assert_eq!(few.split('“').next(), many.split('“').next());
                assert_eq!(few.rsplit('”').next(), many.rsplit('”').next());
                assert!(
                    !few.contains("属经销") && !many.contains("属经销"),
                    "{many}"
                );
            }
        }
    }

    #[test]
    fn a_language_that_shares_words_with_english_is_no_answer_about_the_plan() {
        for text in [
            "Nous fabriquons des batteries pour voitures électriques et des chargeurs",
            "Fabricamos baterías para coches eléctricos y cargadores para el hogar",
        ] {
            let told = reasons(&Profile::from_text(text));
            assert!(
                told.en
                    .starts_with("the text seems to be in another language"),
                "{told:?}"
            );
        }
        let told = reasons(&Profile::from_text(
            "Makes Bosch, Siemens and Danfoss compatible inverters.",
        ));
        assert!(told.en.contains("inverters"), "{told:?}");
    }

    #[test]
    fn no_business_is_no_business_to_be_in() {
        let told = reasons(&Profile::from_text(
            "本公司无实际经营业务，仅处理债权债务。",
        ));
        assert!(told.zh.starts_with("资料未说明具体业务"), "{told:?}");
        assert!(
            told.en.starts_with("the profile describes no business"),
            "{told:?}"
        );
    }

    #[test]
    fn where_the_name_decides_it_is_said_so() {
        let profile = Profile {
            name: Some("中国工商银行股份有限公司天门南桥支行".into()),
            ..Profile::from_text(
                "经营中国银行业监督管理委员会依照有关法律、行政法规和其他规定批准的业务.",
            )
        };
        let told = reasons(&profile);
        assert!(!told.zh.contains("没有单个词语"), "{told:?}");
    }

    #[test]
    fn where_nothing_fits_it_is_said_what_was_read() {
        let profile = Profile {
            products: vec!["plastic clothes hangers".into()],
            ..Profile::default()
        };
        let told = reasons(&profile).en;
        assert!(told.contains("“plastic clothes hangers”"), "{told}");
        let foreign = "Wir fertigen seit vielen Jahren hochwertige Kleiderbügel aus Kunststoff für unsere Kunden";
        let told = reasons(&Profile::from_text(foreign)).en;
        assert!(told.contains("only English and Chinese"), "{told}");
        let french = "Nous fabriquons des batteries pour voitures électriques et des chargeurs";
        let told = reasons(&Profile::from_text(french));
        assert!(told.en.contains("only English and Chinese"), "{told:?}");
        assert!(told.zh.contains("只能识别中文和英文"), "{told:?}");
        let name = Profile {
            name: Some("Acme".into()),
            ..Profile::default()
        };
        assert!(reasons(&name).en.contains("a name only"));
        assert!(reasons(&Profile::default()).en.contains("no text"));
    }
}
