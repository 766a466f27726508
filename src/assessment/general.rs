//! English words that stand in profiles of every kind, and say nothing about a business.

use crate::matcher::Hashed;
use crate::text::{continue_hash, hash_bytes};
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

/// Words that join others; general ones too, which end a phrase wherever they stand.
pub(super) const JOINING: &str = "\
and the a an to is are be we our all of for in on at by from with without or nor but as than per via onto within \
between across into over under during while using based including plus etc e.g i.e and/or versus vs such";

/// English words that stand in profiles of every kind; alone they are no evidence that a reader could follow.
const GENERAL: &str = "\
about above accessible active activities activity affordable after against agile aim aimed along also always amazing \
ambition among any anyone apart approach area areas around ask aspire assemble assembles assembling attention \
authentic available award awarded aware basis beautiful because become been before began begin behind being belief \
believe below best better beyond big bold both branch brand brands bridge bridging brighter bring bringing brings \
broad build building built business businesses buy call called can capital care carried carry case category celebrate \
center centre century certified chain challenge challenges change choice city class client clients close co \
collaboration come comes coming commercial commitment committed communities community companies company complete \
comprehensive conditions confidence connect connected connecting connects consider consists consumer contact continue \
control corporate corporation countries country create created creates credibility credible current currently custom \
customer customers cutting daily decade decades dedicated deeply deliver delivers demand department design designed \
designer designs determined device devices different directly discover discovery division do does doing domestic done \
drive driven drives driving due dynamic each early easier easily east easy edge effective efficient elevate emerging \
employees empower empowering empowers enable end enhance enhanced enhances enhancing enjoy ensure ensures ensuring \
enterprise enterprises entire entrepreneurs equipment especially establish established europe even every everyone \
excellence excellent exceptional exciting exclusive existing experience experienced expert expertise explore export \
faced faces facilities facility factory fair family famous far fast fastest feel field fields final fine firm firms \
first five flexible focus focused following form formed former found founded founder founders four free freedom \
friendly full fully fun further future gap general get gets getting give given gives global go goal good goods got \
great group groups grow growing grows growth guaranteed guided had happy has have having he head headquarters held \
help helps her here high highly him his history hold holding home hope house how however idea ideal ideas if impact \
impactful import important improve improved improves improving inc include included includes increase increases \
increasing increasingly independent individual individuals industries industry information innovate innovation \
innovations innovative inside inspire inspired integrate integrated integrating integrity international it items its \
itself job join journey joy just keep keeps kind know knowledge known large largest last latest launch launching lead \
leader leading led left let lets level leverage leveraging life like limited line lines list little llc local located \
location long look ltd made main mainly major make maker makes making manage managed management manner manufacture \
manufactured manufacturer manufacturers manufactures manufacturing many market markets materials may mean meaningful \
means meet meets member members men method methods mind minds mission missions model models modern moment month months \
more most move moves much must name named national near need needs network new next no not now number offer offered \
offering offers office offices once one online only open operate operated operates operating operation operations \
opportunities opportunity order orders organisation organization original other others out outside own owned owner \
page part partner partners parts party passion passionate past peace people perfect period person personal \
personalized pioneer pioneering place plan planning plans plant platform please point popular possible powerful \
premium present pride prime principle private process produce produced producer producers produces producing product \
production products professional program project projects proud proven provide provided provider providers provides \
providing public purchase purpose pursuing put quality quick range rate reach reaching ready real receive region \
registered reimagine reliability reliable report required requirements result revolutionize revolutionizing rich right \
role run running runs said sale sales same scale seamless seamlessly section sector secured see sell selling sells \
sense serve served serves service services set several share she shop short show side simple simplifies simplify since \
site situated six size sleek slogan small smarter smooth so sold solution solutions solve solving some special \
specialise specialised specialises speciality specialize specialized specializes staff stakeholders standard start \
started state states store story streamline strive strives strong struggle success successful superior supplier \
suppliers supplies supply support sure sustainable system systems tackle tailored take talented team technologies \
technology that their them then there these they this those three thrive through time today together top total town \
trade traded trader trading transform transforming transforms transparent trust trusted type types ultimate unique \
uniquely unit unlock unlocking until up us use used user users value valued values variety various vendor vendors \
versatile very vibrant vision visionary want was way web website well wellbeing were what when where which who whole \
why wide widest will winning wonderful word work worked worker workers working works world worldwide would year years \
yet you young your yourself accordance additionally allocating allocation alternative approximately assistance \
associated branded combination commencing commodity comprise comprised comprises comprising conditionally consisting \
creation degree derived develop developed developing develops diversified distribute distributed distributes \
distributing employing employs enabled enables engage engaged engages engaging execution focuses formerly helping \
incorporated issued issues issuing kinds largely locations maintaining marketed marketing mixed mostly multinational \
namely necessary numerous objective obtain obtained overall owning participates performance plays possess \
predominantly presence presently previously primarily principal principally programs reinvested related relates \
remaining renowned represent represented representing represents respectively responsible sectors secondary seeking \
seeks segment segments significant significantly similar spread structure subsidiaries subsidiary substantial \
substantially suitable territory typically undertakes utilizes utilizing variable wholly com www http https publ de la \
el le ny plc generates generate generating generated intends intended acquiring acquires organizations organisations \
specific unmet potential turnaround diverse determine ended maintains maintain critical enabling focusing identifying \
identify facilitates facilitate facilitating find finding finds everyday primary study studies common novel informed \
possesses structured environments experiences relationship relationships impressive ll ve re shape shapes shaped \
selection rooted partnerships partnership traditional recruited ex mw gw kw instal seekers provision universal heavy \
delivering skills acres relations consumers entities comfort detects installs installed constructs builds leased treat \
eat publishes trades retails rents facilitator expanding expand expands exploring explores explored contributes \
contribute dominate dominates redefining redefine redefines reshaping crafting crafts crafted curated delight lovers \
loved evolving ever changing stage staged promises promise featuring features feature addresses addressing address \
combines combining combine combined leads positioned positioning rapidly proudly truly continuously constantly \
successfully essential remarkable outstanding incredible unparalleled ii iii iv vi phase hub contract billion million \
trillion sites landscape tier aims game changer insight insights nearly ecosystem source stop added safer upload \
innovator inversion understand understanding strategies unmatched searches tool target targets";

/// The general words by their hashes, which no two share.
static GENERAL_WORDS: LazyLock<HashMap<u64, &'static str, BuildHasherDefault<Hashed>>> =
    LazyLock::new(|| {
        let words = GENERAL.split_whitespace().chain(JOINING.split_whitespace());
        words
            .map(|word| (hash_bytes(word.as_bytes()), word))
            .collect()
    });
/// No general word is longer.
const LONGEST_GENERAL: usize = 24;

/// Whether a word, in whatever capitals, says nothing about a business.
pub(super) fn is_general(word: &str) -> bool {
    if word.len() > LONGEST_GENERAL {
        return false;
    }
    let is_capital = |byte: u8| byte.is_ascii_uppercase();
    // Abbreviations (`IT`, `US`) are names.
    if (2..=5).contains(&word.len()) && word.bytes().all(is_capital) {
        return false;
    }
    if word.len() < 2 {
        return word.is_ascii();
    }
    let small = word.bytes().map(|byte| byte.to_ascii_lowercase());
    let hash = small.fold(hash_bytes(&[]), |hash, byte| continue_hash(hash, &[byte]));
    let known = GENERAL_WORDS.get(&hash);
    known.is_some_and(|known| known.eq_ignore_ascii_case(word))
}

/// Whether every word of a text of Latin letters is general.
pub(super) fn is_all_general(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric());
    text.is_ascii() && words.all(|word| word.is_empty() || is_general(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn general_words_are_told_from_names() {
        for word in GENERAL.split_whitespace() {
            assert!(word.len() <= LONGEST_GENERAL && is_general(word), "{word}");
        }
        for word in ["get", "Office", "company", "a", "unmet", "impressive"] {
            assert!(is_general(word), "{word}");
        }
        for word in ["battery", "IT", "5g", "aerogel", "DE"] {
            assert!(!is_general(word), "{word}");
        }
        assert!(is_all_general("get the office"));
        assert!(!is_all_general("get batteries"));
        assert!(!is_all_general("电池"));
    }
}
