//! What weakens an answer: in what role the words were read that carry it, and how much text there is.

use super::evidence::{Few, told_pieces};
use super::whole_words::{is_term, is_trade_only};
use super::word_search::{holds_any, holds_part};
use crate::fit::{Evidence, Role};
use crate::messages::{filled, message, say};
use crate::profile::{Field, Missing, Profile};
use crate::taxonomy::{Label, Language};
use std::borrow::Cow;
use std::ops::Range;

/// Something that a reader of a score has to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Caveat {
    /// The words that carry the fit stand where the text speaks of trade.
    Trade,
    /// The words that carry the fit stand where the text speaks of services, and nothing in the profile speaks of making.
    Service,
    /// They stand only for what its customers do.
    Customers,
    /// They stand only for what it plans.
    Plan,
    /// They stand only for what it did in the past.
    Past,
    /// They stand only for what the text mentions.
    Mention,
    /// The profile tells little.
    LittleText,
}

/// Below this completeness a profile tells little.
pub const LITTLE_TEXT: u8 = 50;

/// What weakens a fit with this evidence in a subdivision; `wanted` is what the plan calls it and its industry.
#[must_use]
pub fn caveats(
    profile: &Profile,
    evidence: &[Evidence],
    wanted: [&Label; 2],
    completeness: u8,
) -> Vec<Caveat> {
    let evidence = told_pieces(evidence);
    let mut found = Vec::new();
    found.extend(of_roles(evidence));
    if found.is_empty() && !wanted.into_iter().any(is_of_services) {
        if is_called_trader(profile) {
            found.push(Caveat::Trade);
        } else if is_service(profile, evidence) {
            found.push(Caveat::Service);
        }
    }
    if completeness < LITTLE_TEXT {
        found.push(Caveat::LittleText);
    }
    found
}

/// The roles in which the words that speak for a fit were read, if none of them is the firm's own business: the terms
/// among them, or, without any, the other words. Where the description speaks of a trader, so does its list of products.
fn of_roles(evidence: &[Evidence]) -> Option<Caveat> {
    let speaks = |piece: &&Evidence| {
        let in_text = piece.field.is_some_and(|field| field != Field::Name);
        in_text && (is_term(piece) || piece.points.0 > 0)
    };
    let has_terms = evidence.iter().filter(speaks).any(is_term);
    let pieces = evidence.iter().filter(speaks);
    let roles: Few<(Field, Role)> = pieces
        .filter(|piece| is_term(piece) || !has_terms)
        .filter_map(|piece| Some((piece.field?, piece.role)))
        .collect();
    let told: Few<Role> = roles
        .iter()
        .filter(|(field, _)| *field == Field::Description)
        .map(|(_, role)| *role)
        .collect();
    // A reader is shown the words beside the terms too: where one of them is the firm's own, its business is told. A weak one
    // does not outweigh terms for whom it serves.
    let points = |pieces: &dyn Fn(&&Evidence) -> bool| {
        let pieces = evidence.iter().filter(speaks).filter(pieces);
        pieces.map(|piece| piece.points.0).max().unwrap_or(0)
    };
    let own = points(&|piece| piece.role == Role::Own);
    let own_is_told = own > 0 && own * OWN_TOLD >= points(&|_| true);
    let own_in_text =
        points(&|piece| piece.role == Role::Own && piece.field == Some(Field::Description));
    let own_is_told_there = own_in_text > 0 && own_is_told;
    let only_traded =
        told.contains(&Role::Trade) && !told.contains(&Role::Own) && !own_is_told_there;
    if only_traded || trade_outweighs(evidence) {
        return Some(Caveat::Trade);
    }
    if roles.is_empty() || roles.iter().any(|(_, role)| *role == Role::Own) {
        return None;
    }
    const CAVEATS: [(Role, Caveat); 5] = [
        (Role::Trade, Caveat::Trade),
        (Role::Customer, Caveat::Customers),
        (Role::Intended, Caveat::Plan),
        (Role::Past, Caveat::Past),
        (Role::Mentioned, Caveat::Mention),
    ];
    let count = |role: Role| roles.iter().filter(|(_, known)| *known == role).count();
    let most = CAVEATS.iter().rev().max_by_key(|(role, _)| count(*role))?;
    let told = match most.1 {
        Caveat::Mention => own > 0,
        Caveat::Customers | Caveat::Trade => own_is_told,
        _ => false,
    };
    (count(most.0) > 0 && !told).then_some(most.1)
}

/// An own word with at least one part in so many of the strongest one's points tells of a business.
const OWN_TOLD: i32 = 3;

/// Whether the profile reads as that of a trader, and more is said of trade than of what is the firm's own.
fn trade_outweighs(evidence: &[Evidence]) -> bool {
    let points = |wanted: &dyn Fn(&Evidence) -> bool| -> i32 {
        let pieces = evidence.iter().filter(|piece| wanted(piece));
        pieces.map(|piece| piece.points.0.abs()).sum()
    };
    let is_told = |piece: &Evidence| piece.field == Some(Field::Description);
    let kind = points(&is_trade_only);
    let traded = points(&|piece| is_told(piece) && piece.role == Role::Trade);
    let own = points(&|piece| is_told(piece) && piece.role == Role::Own && piece.points.0 > 0);
    kind > 0 && kind + traded > own
}

/// What a trader is called, and words beside which it makes what it sells.
const TRADERS: [&str; 9] = [
    "retailer",
    "wholesaler",
    "reseller",
    "dealership",
    "零售商",
    "批发商",
    "经销商",
    "贸易商",
    "代理商",
];
const MAKERS: [&str; 13] = [
    "manufactur",
    "producer",
    "produces",
    "producing",
    "maker",
    "makes",
    "making",
    "brand",
    "designs",
    "生产",
    "制造",
    "研发",
    "品牌",
];

/// Whether the first sentence of the description calls the firm a trader, and nothing else.
fn is_called_trader(profile: &Profile) -> bool {
    let text = profile.description.as_deref().unwrap_or_default().trim();
    // The quicker search first: it leaves little to the slower one.
    let end = text.find(". ").unwrap_or(text.len());
    let end = text[..end].find(['。', '\n']).unwrap_or(end);
    let sentence = &text[..end];
    let says_what_it_is = [" is a", " as a", " are a", "是", "为"];
    let Some(said) = says_what_it_is.iter().find_map(|is| {
        let at = sentence.find(is)?;
        Some(&sentence[at + is.len()..])
    }) else {
        return false;
    };
    holds_any(said, &TRADERS) && !holds_any(sentence, &MAKERS)
}

/// Words of a service, and words of making; of English ones the beginnings. "Training" is none: it is as often what a
/// product is for, and who offers it says so.
const SERVICES: [&str; 21] = [
    "service",
    "consult",
    "maintenance",
    "repair",
    "testing",
    "inspection",
    "certification",
    "installation",
    "leasing",
    "rental",
    "agency",
    "服务",
    "咨询",
    "维修",
    "维护",
    "检测",
    "认证",
    "培训",
    "安装",
    "租赁",
    "代办",
];
const MAKING: [&str; 21] = [
    "manufactur",
    "produc",
    "mak",
    "made",
    "build",
    "fabricat",
    "assembl",
    "develop",
    "design",
    "engineer",
    "factory",
    "plant",
    "生产",
    "制造",
    "加工",
    "研发",
    "开发",
    "研制",
    "设计",
    "工厂",
    "自主",
];

/// The strongest pieces of a fit that are looked at.
const STRONGEST: usize = 3;

/// Whether the strongest pieces of a fit all stand in an item of an enumeration that speaks of a service, while nothing
/// in the profile speaks of making.
fn is_service(profile: &Profile, evidence: &[Evidence]) -> bool {
    let speaks = |piece: &&Evidence| {
        let in_text = piece.field.is_some_and(|field| field != Field::Name);
        in_text && piece.points.0 > 0
    };
    let mut pieces: Few<&Evidence> = evidence.iter().filter(speaks).collect();
    pieces.sort_by_key(|piece| std::cmp::Reverse(piece.points));
    pieces.truncate(STRONGEST);
    let serves = |piece: &&Evidence| {
        let text = piece
            .field
            .map_or("", |field| profile.text(field, piece.item));
        let (start, end) = piece.span;
        let is_there = text.get(start..end).is_some();
        is_there && is_served(item_around(text, start..end))
    };
    let carried = !pieces.is_empty() && pieces.iter().all(serves);
    let mut texts = profile.texts().filter(|(field, ..)| *field != Field::Name);
    carried && !texts.any(|(.., text)| holds_any(text, &MAKING))
}

/// Whether an item speaks of a service; servers and robots that serve are things.
fn is_served(item: &str) -> bool {
    const THINGS: [&str; 4] = ["服务器", "服务型机器人", "服务机器人", "service robot"];
    if !holds_any(item, &SERVICES) {
        return false;
    }
    let is_thing = |thing: &&&str| item.contains(**thing);
    let things = THINGS.iter().filter(is_thing);
    let rest = things.fold(Cow::Borrowed(item), |rest, thing| {
        Cow::Owned(rest.replace(thing, ""))
    });
    holds_any(&rest, &SERVICES)
}

/// The item of an enumeration, or the sentence, that a place stands in.
fn item_around(text: &str, place: Range<usize>) -> &str {
    let ends = |c: char| {
        matches!(
            c,
            ',' | ';' | '.' | ':' | '\n' | '、' | '，' | '；' | '。' | '：'
        )
    };
    let start = text[..place.start].rfind(ends).map_or(0, |at| {
        at + text[at..].chars().next().map_or(0, char::len_utf8)
    });
    let end = text[place.end..].find(ends);
    &text[start..end.map_or(text.len(), |at| place.end + at)]
}

/// What the labels of services, and of what is no product at all, have in them.
const SERVED: [(&str, &str); 6] = [
    ("service", "服务"),
    ("software", "软件"),
    ("market", "市场"),
    ("innovation", "创新"),
    ("research", "科研"),
    ("renewable resources", "再生资源"),
];

/// Whether the plan itself wants services, or software, which is sold as one.
fn is_of_services(label: &Label) -> bool {
    SERVED
        .into_iter()
        .any(|(english, chinese)| holds_part(&label.en, english) || holds_part(&label.zh, chinese))
}

/// What to ask a firm about a thing that its profile lacks.
#[must_use]
pub fn missing_question(missing: Missing, language: Language) -> &'static str {
    say(
        language,
        match missing {
            Missing::Products => "Which products or services are offered, by name?",
            Missing::Keywords => "Which industry does the firm belong to?",
            Missing::Description => "What does the firm make or do, and for whom?",
            Missing::LongerDescription => {
                "In more detail, what is made or provided, and what is it used for?"
            }
        },
    )
}

impl Caveat {
    /// The caveat as a sentence.
    #[must_use]
    pub fn sentence(self, completeness: u8, language: Language) -> String {
        let english = match self {
            Self::Trade => "The profile speaks of trading these goods rather than making them.",
            Self::Service => {
                "The profile speaks of services around these goods, and nowhere of making them."
            }
            Self::Customers => {
                "The words that carry the fit stand where the text says whom or what the firm serves, and nowhere as its own business."
            }
            Self::Plan => "The words that carry the fit describe a plan, not a present business.",
            Self::Past => "The words that carry the fit describe a past business.",
            Self::Mention => {
                "The text does not say plainly that what carries the fit is the firm's own business."
            }
            Self::LittleText => {
                return message!(
                    language,
                    "The profile is short (completeness {completeness} of 100), so more text may change the answer.",
                    completeness
                );
            }
        };
        say(language, english).to_owned()
    }

    /// The same in a few words, at the end of a sentence.
    #[must_use]
    pub fn in_short(self, language: Language) -> &'static str {
        say(
            language,
            match self {
                Self::Trade => "as a trader, not a maker",
                Self::Service => "as a service, not as a product of its own",
                Self::Customers => "as what it serves or supplies",
                Self::Plan => "as a plan",
                Self::Past => "as a past business",
                Self::Mention => "as a mention only",
                Self::LittleText => "on little text",
            },
        )
    }

    /// What to ask the firm, with the words in question where there are any.
    #[must_use]
    pub fn question(self, words: &str, language: Language) -> String {
        let question = say(
            language,
            match self {
                Self::Trade => "Do you make {words} yourselves, or sell what others make?",
                Self::Service => {
                    "Do you make anything around {words} yourselves, or provide services only?"
                }
                Self::Customers => "Is {words} your own business, or that of your customers?",
                Self::Plan => "When will {words} start, and with what investment?",
                Self::Past => "Do you still do {words}?",
                Self::Mention => "What is your own business in {words}?",
                Self::LittleText => "What are your main products or services, and who buys them?",
            },
        );
        filled(question, &[("words", &words)])
    }
}

#[cfg(test)]
mod tests {
    use super::super::whole_words::TRADE_ONLY;
    use super::*;
    use crate::fit::{MatchKind, Points};
    use crate::taxonomy::Taxonomy;

    fn piece(field: Field, span: (usize, usize), how: MatchKind, role: Role) -> Evidence {
        Evidence {
            field: Some(field),
            item: 0,
            span,
            text: "cells".into(),
            term: "cells".into(),
            how,
            role,
            count: 1,
            points: Points(50),
        }
    }

    fn found(profile: &Profile, evidence: &[Evidence], industry: &str) -> Vec<Caveat> {
        let taxonomy = Taxonomy::shipped();
        let mut industries = taxonomy.industries.iter();
        let industry = industries.find(|known| known.id == industry).unwrap();
        caveats(profile, evidence, [&industry.label; 2], 80)
    }

    #[test]
    fn roles_weaken_a_fit_only_where_no_term_is_the_firms_own() {
        let profile = Profile::from_text("cells");
        let read = |roles: &[Role]| {
            let pieces: Vec<Evidence> = roles
                .iter()
                .map(|role| piece(Field::Description, (0, 5), MatchKind::Exact, *role))
                .collect();
            found(&profile, &pieces, "new-energy-icv")
        };
        for (role, caveat) in [
            (Role::Trade, Caveat::Trade),
            (Role::Customer, Caveat::Customers),
            (Role::Intended, Caveat::Plan),
            (Role::Past, Caveat::Past),
            (Role::Mentioned, Caveat::Mention),
        ] {
            assert_eq!(read(&[role]), [caveat]);
            assert_eq!(read(&[role, Role::Own]), []);
        }
        assert_eq!(read(&[Role::Own]), []);
        // Weak learned words say nothing about roles where there are terms.
        for (points, caveats) in [(1, &[Caveat::Customers][..]), (100, &[])] {
            let pieces = [
                piece(Field::Description, (0, 5), MatchKind::Exact, Role::Customer),
                Evidence {
                    points: Points(points),
                    ..piece(Field::Description, (0, 5), MatchKind::Learned, Role::Own)
                },
            ];
            assert_eq!(found(&profile, &pieces, "new-energy-icv"), caveats);
        }
    }

    #[test]
    fn a_description_of_trade_tells_how_products_are_meant() {
        let profile = Profile {
            products: vec!["cells".into()],
            ..Profile::from_text("cells")
        };
        let product = piece(Field::Products, (0, 5), MatchKind::Exact, Role::Own);
        let traded = piece(Field::Description, (0, 5), MatchKind::Exact, Role::Trade);
        let made = piece(Field::Description, (0, 5), MatchKind::Exact, Role::Own);
        let read = |pieces: &[Evidence]| found(&profile, pieces, "new-energy-icv");
        assert_eq!(read(&[product.clone(), traded.clone()]), [Caveat::Trade]);
        assert_eq!(read(&[product.clone(), traded, made]), []);
        assert_eq!(read(&[product]), []);
    }

    #[test]
    fn a_reading_as_a_trader_counts_only_where_it_outweighs_what_is_own() {
        let profile = Profile::from_text("cells");
        let trader = |points| Evidence {
            field: None,
            text: TRADE_ONLY.into(),
            points: Points(points),
            ..piece(Field::Description, (0, 10), MatchKind::Kind, Role::Trade)
        };
        let own = piece(Field::Description, (0, 5), MatchKind::Exact, Role::Own);
        let traded = piece(Field::Description, (0, 5), MatchKind::Exact, Role::Trade);
        let read = |pieces: &[Evidence]| found(&profile, pieces, "new-energy-icv");
        assert_eq!(read(&[trader(30), own.clone()]), []);
        assert_eq!(read(&[trader(70), own.clone()]), [Caveat::Trade]);
        assert_eq!(read(&[trader(30), own, traded]), [Caveat::Trade]);
        let product = piece(Field::Products, (0, 5), MatchKind::Exact, Role::Own);
        assert_eq!(read(&[trader(30), product]), [Caveat::Trade]);
    }

    #[test]
    fn services_weaken_a_fit_unless_something_is_made_or_the_plan_wants_services() {
        let term = |text: &str| {
            let start = text.find("cells").unwrap();
            piece(
                Field::Description,
                (start, start + 5),
                MatchKind::Exact,
                Role::Own,
            )
        };
        let read = |text: &str, industry| found(&Profile::from_text(text), &[term(text)], industry);
        let service = "Testing services for cells.";
        assert_eq!(read(service, "new-energy-icv"), [Caveat::Service]);
        assert_eq!(read(service, "services"), []);
        assert_eq!(read("Training people on cells.", "new-energy-icv"), []);
        let software = Label {
            en: "Intelligent applications of software".into(),
            zh: "软件智能化应用".into(),
        };
        let profile = Profile::from_text(service);
        let labels = [&software, &Taxonomy::shipped().industries[0].label];
        assert_eq!(caveats(&profile, &[term(service)], labels, 80), []);
        assert_eq!(
            read("Makes cells and offers testing services.", "new-energy-icv"),
            []
        );
        assert_eq!(read("Supplier of cells.", "new-energy-icv"), []);
        assert_eq!(
            read("Supplier of cells, testing services.", "new-energy-icv"),
            []
        );
    }

    #[test]
    fn servers_and_serving_robots_are_no_services() {
        for (item, expected) in [
            ("服务器及服务机器人", false),
            ("服务器维修", true),
            ("科技服务型企业", true),
            ("a service robot", false),
            ("robot repair service", true),
        ] {
            assert_eq!(is_served(item), expected, "{item}");
        }
    }

    #[test]
    fn little_text_is_said_below_its_line_only() {
        let taxonomy = Taxonomy::shipped();
        let labels = [&taxonomy.industries[0].label; 2];
        let profile = Profile::from_text("cells");
        assert_eq!(caveats(&profile, &[], labels, LITTLE_TEXT), []);
        assert_eq!(
            caveats(&profile, &[], labels, LITTLE_TEXT - 1),
            [Caveat::LittleText]
        );
    }

    #[test]
    fn a_firm_that_calls_itself_a_trader_is_one() {
        for (text, expected) in [
            (
                "Acme operates as an omni-channel specialty retailer in Australia. It offers air purifiers.",
                true,
            ),
            ("Acme is a wholesaler of pumps.", true),
            ("Acme is a manufacturer and retailer of pumps.", false),
            ("Acme makes pumps. Retailers sell them.", false),
            ("Acme is a maker of shelves for retailers.", false),
            ("本公司是一家水泵经销商。", true),
            ("本公司是一家集生产与销售于一体的经销商。", false),
        ] {
            let profile = Profile::from_text(text);
            assert_eq!(is_called_trader(&profile), expected, "{text}");
        }
    }
}
