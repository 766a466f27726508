//! Whether a text of Latin letters is in another language than English, by its function words. Names, brands and the
//! words that languages share (`batteries`, `software`) say nothing about that; words such as `nous` or `mit` do.

use super::is_han;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Of each language the function words that are none in English, and those that stand in names or are English words too.
/// Lists of function words as grammars have them; a judgement which of them are weak.
const LANGUAGES: [(&str, &str); 6] = [
    // French
    (
        "nous vous notre nos votre vos des dans avec sur qui aux au une sont ses leur leurs cette ces depuis chez ainsi dont \
         être également",
        "les de la le du et en est pour par que plus un à",
    ),
    // German
    (
        "der das und für mit wir unsere unseren unserer ist sind aus auf bei zu dem eine einen einer werden wird sowie nach \
         durch über seit auch",
        "die von im den des ein als",
    ),
    // Spanish
    (
        "una para por nuestra nuestras nuestro nuestros somos sus desde y es más también como donde hasta",
        "el los las del con que se son su al lo de la en un",
    ),
    // Italian
    (
        "il della delle dei degli nel nella gli sono siamo nostri nostra nostro nostre una che anche è dal dalla alla alle \
         sul sulla",
        "la di e per con del da al ed un lo le",
    ),
    // Portuguese
    (
        "uma um para não nossa nosso nossos nossas somos em ao aos pela pelo é são por também mais desde",
        "o os com que dos das da na e de se",
    ),
    // Dutch
    (
        "het een voor wij zijn onze ons ook bij naar uit door aan wordt worden deze tot zoals",
        "van en met op te de als",
    ),
];
/// Function words of English that are none in the languages above.
const ENGLISH: &str = "the and with for our are from that this which its to has by we of their";

/// What a word is worth that is a function word of one of the languages, and one that may be something else.
const STRONG: u32 = 2;
const WEAK: u32 = 1;
/// The least that the different words of a text are worth together, of which one is strong; any word with accents is
/// worth as much as a weak one. A judgement, checked on ten
/// short texts of each language and on English ones with foreign names.
const LEAST: u32 = 4;
/// At least one word in so many is a function word: in running text it is one in two to five.
const ONE_IN: u32 = 8;
/// Words that are looked at: more say the same.
const LOOKED_AT: u32 = 400;
/// The longest word of the lists, in bytes.
const LONGEST: usize = 12;

/// For every function word what it is worth in each language; in the last place, whether it is English.
static WORDS: LazyLock<HashMap<&'static str, (usize, [u32; LANGUAGES.len() + 1])>> =
    LazyLock::new(|| {
        let mut words: HashMap<&'static str, (usize, [u32; LANGUAGES.len() + 1])> = HashMap::new();
        let mut add = |list: &'static str, language: usize, worth: u32| {
            for word in list.split_whitespace() {
                let place = words.len();
                let (_, known) = words.entry(word).or_insert((place, Default::default()));
                known[language] = worth;
            }
        };
        for (language, (strong, weak)) in LANGUAGES.iter().enumerate() {
            add(strong, language, STRONG);
            add(weak, language, WEAK);
        }
        add(ENGLISH, LANGUAGES.len(), STRONG);
        words
    });

/// Whether the texts together are in French, German, Spanish, Italian, Portuguese or Dutch.
pub(crate) fn is_other_latin_language<'a>(texts: impl Iterator<Item = &'a str>) -> bool {
    // Of each language: how often its words were met, and what the different ones are worth.
    let mut met = [(0_u32, 0_u32, false); LANGUAGES.len() + 1];
    let mut seen = [0_u64; 4];
    let (mut words, mut han, mut accented) = (0, 0, 0);
    for text in texts {
        for word in text.split(|c: char| !c.is_alphabetic()) {
            if words + han >= LOOKED_AT {
                break;
            }
            match word.chars().next() {
                None => continue,
                Some(c) if is_han(c) => han += 1,
                Some(_) => words += 1,
            }
            if !word.is_ascii() {
                accented = WEAK;
            }
            let Some((place, worth)) = known(word) else {
                continue;
            };
            let is_new = seen[place / 64] & (1 << (place % 64)) == 0;
            seen[place / 64] |= 1 << (place % 64);
            for ((count, sum, strong), worth) in met.iter_mut().zip(worth) {
                *count += u32::from(worth > 0);
                *sum += if is_new { worth } else { 0 };
                *strong |= worth == STRONG;
            }
        }
    }
    let (english, ..) = met[LANGUAGES.len()];
    han < words
        && met[..LANGUAGES.len()].iter().any(|(count, sum, strong)| {
            *strong && *sum + accented >= LEAST && count * ONE_IN >= words && *count > 2 * english
        })
}

/// What a word is worth, in capitals or not.
fn known(word: &str) -> Option<(usize, [u32; LANGUAGES.len() + 1])> {
    let mut small = [0; LONGEST];
    let small = small.get_mut(..word.len())?;
    small.copy_from_slice(word.as_bytes());
    small.make_ascii_lowercase();
    WORDS.get(std::str::from_utf8(small).ok()?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOREIGN: [[&str; 10]; 6] = [
        [
            "Nous fabriquons des batteries pour voitures électriques et des chargeurs",
            "Fabrication de batteries au lithium pour véhicules électriques",
            "L'entreprise conçoit et produit des capteurs pour l'industrie automobile",
            "Notre société développe des logiciels de gestion pour les hôpitaux",
            "Spécialiste des isolants aérogel, nous livrons dans toute l'Europe",
            "Production de semi-conducteurs et de circuits intégrés avec nos partenaires",
            "Vente de pièces détachées aux garages et aux concessionnaires",
            "Une équipe de chercheurs qui conçoit de nouveaux matériaux",
            "Depuis 1950, la maison produit des condiments et des sauces",
            "Services de conseil et d'ingénierie dans le domaine de l'énergie",
        ],
        [
            "Wir fertigen seit vielen Jahren hochwertige Batterien für Elektroautos",
            "Entwicklung und Herstellung von Sensoren für die Automobilindustrie",
            "Unsere Firma liefert Getriebe und Motoren aus eigener Fertigung",
            "Der Hersteller von Aerogel ist auch bei Dämmstoffen stark",
            "Software für Krankenhäuser und Pflegeheime",
            "Die Produkte werden nach Kundenwunsch gefertigt",
            "Maschinenbau mit Schwerpunkt auf Verpackungsanlagen und Robotern",
            "Das Unternehmen stellt eine breite Palette von Gewürzen her",
            "Beratung sowie Planung durch erfahrene Ingenieure",
            "Leiterplatten und Bauteile mit hoher Qualität aus dem Schwarzwald",
        ],
        [
            "Fabricamos baterías de litio para vehículos eléctricos y cargadores",
            "Somos una empresa dedicada a la producción de sensores",
            "Nuestra fábrica produce salsas y condimentos para la exportación",
            "Desarrollo de software para hospitales y clínicas",
            "Diseño y fabricación de circuitos integrados",
            "La compañía vende piezas de repuesto por todo el país y en Europa",
            "Aislantes de aerogel para la industria y la construcción",
            "Servicios de ingeniería y consultoría para el sector de la energía",
            "Nuestros robots se utilizan en fábricas de automóviles",
            "Producción y venta de acero desde 1970",
        ],
        [
            "Produciamo batterie al litio per auto elettriche e caricabatterie della serie X",
            "Siamo una azienda che produce sensori",
            "La nostra fabbrica produce salse e condimenti",
            "Sviluppo di software per gli ospedali e le cliniche",
            "Progettazione e produzione di circuiti integrati nel nord della penisola",
            "Vendita di pezzi di ricambio alle officine e ai concessionari",
            "I nostri isolanti in aerogel sono usati anche nelle costruzioni",
            "Il gruppo offre servizi di ingegneria per il settore dell'energia",
            "Robot per la saldatura dei telai e delle porte",
            "Dal 1950 macchine per il confezionamento degli alimenti",
        ],
        [
            "Fabricamos baterias de lítio para veículos elétricos e carregadores",
            "Somos uma empresa que produz sensores",
            "A nossa fábrica produz molhos e condimentos para exportação",
            "Desenvolvimento de software para hospitais e clínicas",
            "Projeto e fabricação de circuitos integrados em São Paulo",
            "Venda de peças pela internet para todo o país",
            "Isolantes de aerogel são um dos nossos produtos mais vendidos",
            "Uma equipe de engenheiros presta serviços ao setor de energia",
            "Nossos robôs são usados em fábricas de automóveis",
            "Produção de aço desde 1970 por um grupo familiar",
        ],
        [
            "Wij maken batterijen voor elektrische auto's en laders",
            "Ontwikkeling en productie van sensoren voor de auto-industrie",
            "Onze fabriek maakt sauzen en kruiden voor de export",
            "Het bedrijf levert software aan ziekenhuizen",
            "Een specialist in isolatie met aerogel",
            "De producten worden door ons zelf ontworpen",
            "Verkoop van onderdelen aan garages en dealers",
            "Wij zijn een leverancier van machines en robots",
            "Advies en ontwerp bij bouwprojecten uit de hele regio",
            "Ook de verpakking van voedsel wordt door onze machines gedaan",
        ],
    ];

    #[test]
    fn six_languages_are_told_by_their_function_words() {
        for texts in FOREIGN {
            let missed = texts.map(|text| (!is_other_latin_language([text].into_iter()), text));
            let missed: Vec<&str> = missed
                .into_iter()
                .filter(|(missed, _)| *missed)
                .map(|(_, text)| text)
                .collect();
            assert!(missed.len() <= 1, "{missed:?}");
        }
    }

    #[test]
    fn english_and_chinese_stay_whatever_names_stand_in_them() {
        for text in [
            "Die casting of aluminium parts and die design",
            "Distributor of wines from Château de la Tour and Casa de los Reyes",
            "Los Angeles and Las Vegas hotels, El Paso del Norte logistics",
            "Banco de la Nación is one of our customers in Latin America",
            "Robert Bosch GmbH, Robert Bosch Elektronik und Software",
            "DOS, OS/2 and e-commerce software; SE edition, per seat",
            "Maison de Couture et Fils sells dresses to the trade",
            "Van der Berg makes pumps for ships",
            "lithium batteries, LFP cells, BMS, DC/DC",
            "Sous vide cookers, au pair services",
            "aerogel blankets",
            "De Longhi coffee machines and La Marzocco spare parts",
            "与Société Générale de Surveillance合作，生产动力电池、电芯和电池管理系统",
            "生产并销售动力电池",
            "",
        ] {
            assert!(!is_other_latin_language([text].into_iter()), "{text}");
        }
    }

    #[test]
    fn the_lists_fit_the_memory_of_what_was_seen() {
        assert!(WORDS.len() <= 256, "{}", WORDS.len());
        assert!(WORDS.keys().all(|word| word.len() <= LONGEST));
    }
}
