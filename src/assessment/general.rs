//! English words that stand in profiles of every kind, and say nothing about a business; and what else a word can be in a
//! phrase.

use std::sync::LazyLock;

/// Words that join others; general ones too, which end a phrase wherever they stand.
const JOINING: &str = "\
and the a an to is are be we our all of for in on at by from with without or nor but as than per via onto within \
between across upon into over under during while using based including plus etc e.g i.e and/or versus vs such";

/// English words that stand in profiles of every kind; alone they are no evidence that a reader could follow.
const GENERAL: &str = "\
faster about above accessible active activities activity affordable after against agile aim aimed along also always amazing \
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
successfully essential should must could shall cannot never often rather already towards likely able achieve acquire accelerate \
allowing contributing prevent creating promoting changed actively effectively timely besides indeed throughout remarkable outstanding incredible unparalleled ii iii iv vi phase hub contract billion million \
trillion sites landscape tier aims game changer insight insights nearly ecosystem source stop added safer upload \
innovator inversion understand understanding strategies unmatched searches target targets day days manages";

/// General words that end a phrase: `financial services`, `medical centers`.
const HEADS: &str = " drives operation access accessories activities advisors agency applications area areas building buildings center \
centers centre centres component components controls department design designs device devices distribution equipment equipments \
facilities facility factory hardware industry infrastructure instruments kits lines machines management manufacturing marketing \
market markets materials material models modules networks network offices operations parts part plant plants platform \
platforms processes processing production products product programs project projects section sectors services service \
sets shops software solution solutions stores store studies support system systems technologies technology trading \
training treatment treatments trials unit units vendors vision works trust trusts ";

/// General words without which the head of a phrase says something else: `office machines`, `heavy machinery`.
const MODIFIERS: &str = "\
office home household industrial commercial business consumer public system heavy rapid building network information \
product plant factory production facility store small service";

/// General words that may be verbs, and go on a phrase that a head ends: `pump control systems`, `battery test equipment`.
const BETWEEN_WORDS: &str = "\
care drive control custom design market process project quality service supply support trade";

/// Words after which a word is a verb: `to repair`, `we install`.
const BEFORE_VERBS: &str =
    " to we they you i who which that will can may not also and/or helps help ";

/// Words before which a word is a verb: `robots weld the`.
const AFTER_VERBS: &str =
    " the a an its our your their his her this these those it them us you up ";

/// Words that praise, and verbs that look like plurals: no part of a phrase.
const NO_PART: &str = " comfortable wholesome respected recognized recognised qualified transformative countless \
complementary require dozen dozens hundreds thousands world-class top-tier premier niche profound extensive old key cutting-edge state-of-the-art \
next-generation results-driven high-quality world-leading top-notch award-winning user-friendly easy-to-use \
end-to-end one-stop seasoned skilled unprecedented unlike turning respective licensed selected certain \
reduce save boost cut drive keep optimize automate simplify streamline integrates invests streamlines automates \
connects reduces increases aims analyzes analyses optimizes boosts unlocks turns removes replaces ranges spans requires \
remains covers lets makes became becomes plays sits stands publishes serving enrich validate focussing effortless tremendous foremost fantastic \
motivated stunning grew strongest precise flagship listed improves transformed analyzing maximizing furthermore moreover additionally representing viz owns \
specializing specialising deploys automates streamlines underwrites transports transmits converts refines predicts \
cultivates solves monetize redeem recover facilitated ";

/// Words with such an ending that name things.
const NAMING: &str = "\
acrylic additive adhesive advertising animal assembly banking battery bearing bed bedding building \
cable casting catering ceramic cereal chemical clothing coating coaching computing cooling crystal dialysis dressing \
drilling drive dyeing embroidery engineering explosive fabric farming feed fishing flooring food forging fuel gaming \
glazing heating hospital housing imaging jewellery jewelry journal laminating landscaping learning \
lighting livestock locomotive lumber machining marketing metal milling mineral mining molding moulding \
music networking packaging painting panel petrochemical pipeline piping plastic plating \
poultry preservative printing processing publishing recycling rental ring roofing rubber salary screening seal seed sequencing shopping \
shipping signal silk sling spinning spring steel streaming string sweetener tail terminal textile thermoplastic ticketing \
tooling traffic training trial tubing vegetable wearable weaving web weed welding wing wiring";

/// Words that say nothing of a business alone, and do with others: "smart", and "smart home" does; verbs, qualities, marks of
/// quality, and what firms of many trades have to do with. Collected from the single words that were quoted from 13,000 profiles
/// (2026-11-30).
const SILENT_ALONE: &str = "\
cook cooks highlights underlines tells deploy data security road mobility temperature enforcement integrates advisory smart intelligent secure solid urban frozen fresh clean cold deep thin raw pure long-term chemical \
frequent direct blind indoor mobile low-power next-gen energy-efficient high-tech plug-and-play prepaid luxury \
invests invest deploys automates streamlines leases charters \
underwrites imports purchases transports transmits converts refines captures collaborate communicate measure measures detect \
predict allows learn analyze analyzes install solves recycles cultivates cultivate researches hosts finances broadcasts \
shows \
capacity development strategy track tracks returns space spaces play body test tests letters access connections connection \
distribution subscription subscriptions events event integration inventory placement placements improvement movement \
prevention intervention outcomes assortment governance authenticity craftsmanship creativity accuracy costs cost income \
standards careers jobs recipes stories characters character bias age key factors functions profiles problems zero bulk \
frequency options labels cases affairs resources resource assets asset portfolio portfolios reports \
certificate certificates license licenses patent patents promotion visibility autonomy transformation reorganization merger \
acquisition liquidation settlement destinations lifestyle environment institutions centers collection processes \
compliance intelligence feasibility assessment evaluation relief certainty identity globe languages suite view spreads \
dance hectares crores heritage verticals \
engineering tools power utility diseases disease treatment treatments retirement portability ownership positions merger mergers property properties GMP WHO-GMP EU-GMP CIS GCC FDA CES FCC USP HALAL IATF GST ROI ONDC WHO Ministry Mr Mount 1950s 1x drivers players player developers \
accounts audiences certificates chemistry health ingredient ingredients mechanisms permits platforms preparation restoration \
science specialist specialists";

/// People: whom a firm serves or employs, and never what it makes.
const ALL_PEOPLE: &str = "\
population makers farmers farmer bankers buyers doctors patients patient women kids children students learners investors tenants travelers \
travellers tourists passengers passenger guests subscribers artists artisans engineers therapists physicians \
surgeons brokers traders dealers lenders merchants advertisers designers innovators contractors \
consultants distributors resellers importers retailers automakers SMEs municipalities creators \
teachers parents families homeowners households citizens pensioners";

/// What a word can be, one bit each: the head of a phrase, a word that joins others, no part of a phrase, one after which or
/// before which another is a verb, a general word, one that names a thing in spite of its ending, one that says nothing
/// alone, people, a general word that a head needs before it, and one that goes on a phrase before a head.
pub(super) const HEAD: u16 = 1;
pub(super) const JOIN: u16 = 2;
pub(super) const NONE: u16 = 4;
pub(super) const BEFORE_VERB: u16 = 8;
pub(super) const AFTER_VERB: u16 = 16;
const GENERAL_WORD: u16 = 32;
pub(super) const NAMES: u16 = 64;
pub(super) const ALONE: u16 = 128;
pub(super) const PEOPLE: u16 = 256;
pub(super) const MODIFIER: u16 = 512;
pub(super) const BETWEEN: u16 = 1024;

/// The words of all lists with what they can be, found by their hash: every word of every quotation is looked up.
struct Known {
    words: Vec<(&'static str, u16)>,
    /// By hash, and then one after the other: a part of the hash, and the place in `words` from 1; 0 where there is none.
    slots: Vec<(u16, u16)>,
}

/// Slots of the table, as a power of two: more than twice as many as there are words.
const SLOT_BITS: u32 = 12;

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let mut known = Known {
        words: Vec::with_capacity(1 << (SLOT_BITS - 1)),
        slots: vec![(0, 0); 1 << SLOT_BITS],
    };
    for (words, kinds) in [
        (GENERAL, GENERAL_WORD),
        (JOINING, GENERAL_WORD | JOIN),
        (HEADS, HEAD),
        (NO_PART, NONE),
        (BEFORE_VERBS, BEFORE_VERB),
        (AFTER_VERBS, AFTER_VERB),
        (NAMING, NAMES),
        (SILENT_ALONE, ALONE),
        (ALL_PEOPLE, PEOPLE),
        (MODIFIERS, MODIFIER),
        (BETWEEN_WORDS, BETWEEN),
    ] {
        for word in words.split_ascii_whitespace() {
            match known.find(word) {
                Ok(place) => known.words[place].1 |= kinds,
                Err(slot) => {
                    known.words.push((word, kinds));
                    known.slots[slot] = (hash_of(word) as u16, known.words.len() as u16);
                }
            }
        }
    }
    known
});

impl Known {
    /// The place of a word, in whatever capitals, or the slot where it would stand.
    fn find(&self, word: &str) -> Result<usize, usize> {
        let hash = hash_of(word);
        let mask = self.slots.len() - 1;
        let mut slot = (hash >> (u64::BITS - SLOT_BITS)) as usize & mask;
        loop {
            let (part, place) = self.slots[slot];
            let Some(place) = usize::from(place).checked_sub(1) else {
                return Err(slot);
            };
            if part == hash as u16 && self.words[place].0.eq_ignore_ascii_case(word) {
                return Ok(place);
            }
            slot = (slot + 1) & mask;
        }
    }
}

/// The hash of a word, the same in capitals: of its first and its last eight letters, or fewer of a shorter one.
fn hash_of(word: &str) -> u64 {
    const SMALL: u64 = u64::from_ne_bytes([0x20; 8]);
    let bytes = word.as_bytes();
    let (first, last) = match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
        _ => match (bytes.first_chunk(), bytes.last_chunk()) {
            (Some(first), Some(last)) => {
                let four = |letters: &[u8; 4]| u64::from(u32::from_le_bytes(*letters));
                (four(first), four(last))
            }
            _ => {
                let letter = |at: usize| bytes.get(at).copied().map_or(0, u64::from);
                (letter(0) | letter(1) << 8, letter(2))
            }
        },
    };
    let mixed = (first | SMALL).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let all = mixed ^ mixed >> 32 ^ (last | SMALL) ^ (word.len() as u64) << 56;
    let mixed = all.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ mixed >> 32
}

/// No listed word is longer.
const LONGEST: usize = 24;

/// What a word, in whatever capitals, can be.
pub(super) fn kinds(word: &str) -> u16 {
    if word.len() > LONGEST {
        return 0;
    }
    let known = &*KNOWN;
    known.find(word).map_or(0, |place| known.words[place].1)
}

/// Whether a word, in whatever capitals, says nothing about a business.
pub(super) fn is_general(word: &str) -> bool {
    is_general_of(word, kinds(word))
}

/// The same of a word that has been looked up.
pub(super) fn is_general_of(word: &str, kinds: u16) -> bool {
    if word.len() < 2 {
        return word.is_ascii();
    }
    // Abbreviations (`IT`, `US`) are names.
    kinds & GENERAL_WORD != 0
        && !(word.len() <= 5 && word.bytes().all(|byte| byte.is_ascii_uppercase()))
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
    fn every_listed_word_is_found() {
        assert!(KNOWN.words.len() * 2 < KNOWN.slots.len());
        for (word, listed) in &KNOWN.words {
            assert_eq!(kinds(word), *listed, "{word}");
            assert_eq!(kinds(&word.to_uppercase()), *listed, "{word}");
        }
        assert_eq!(kinds("pump"), 0);
    }

    #[test]
    fn general_words_are_told_from_names() {
        for word in GENERAL.split_whitespace() {
            assert!(is_general(word), "{word}");
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
