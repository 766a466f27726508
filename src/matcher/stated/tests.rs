use super::*;
use crate::profile::Field;

fn at(text: &str, part: &str) -> Range<usize> {
    let start = text.find(part).expect("the text has the part");
    start..start + part.len()
}

fn told(role: Role, text: &str, part: &str) -> Role {
    let mut sold = ListedForSale::default();
    let place = (Field::Description, 0);
    stated_role(role, text, at(text, part), || {
        sold.has(place, text, at(text, part))
    })
}

#[track_caller]
fn assert_cue(role: Role, text: &str, part: &str, expected: Option<&str>) {
    let found = role_cue(role, text, at(text, part));
    assert_eq!(found, expected, "{role:?}: {part} in {text}");
}

#[test]
fn trade_is_told_from_making_and_services() {
    use Role::Trade;
    assert_cue(
        Trade,
        "钢材、建材（不含木材）、生铁销售",
        "钢材",
        Some("销售"),
    );
    assert_cue(
        Trade,
        "销售：五金、交电、化工产品（不含危险品）、钢材",
        "钢材",
        Some("销售"),
    );
    assert_cue(Trade, "加工、销售页岩砖", "页岩砖", None);
    assert_cue(Trade, "五金配件加工；批发、零售汽车", "汽车", Some("零售"));
    assert_cue(Trade, "五金配件加工；批发、零售汽车", "五金配件", None);
    assert_cue(Trade, "销售汽车配件，乘用车维修", "乘用车", None);
    assert_cue(Trade, "销售加工中心", "加工中心", Some("销售"));
    assert_cue(Trade, "电缆的生产，铜材的销售", "铜材", Some("销售"));
    assert_cue(Trade, "We sell pumps and valves.", "valves", Some("sell"));
    assert_cue(Trade, "We make and sell pumps.", "pumps", None);
    assert_cue(
        Trade,
        "We make fans. We distribute pumps.",
        "pumps",
        Some("distribute"),
    );
    assert_cue(
        Trade,
        "Sells meters, offers battery testing services.",
        "battery",
        None,
    );
    assert_cue(Trade, "A wholesaler of pumps", "pumps", Some("wholesaler"));
    assert_cue(Trade, "Repairs pumps", "pumps", None);
}

#[test]
fn what_a_list_only_sells_is_traded() {
    for (text, part, role) in [
        ("土石方工程；销售：机械零件；", "机械零件", Role::Trade),
        (
            "医疗器械、实验室设备、服装销售；医疗器械维护。",
            "实验室设备",
            Role::Trade,
        ),
        ("机械零件生产、销售。", "机械零件", Role::Own),
        ("制造、销售：橡胶制品、机械零件", "机械零件", Role::Own),
        ("销售汽车配件，乘用车维修", "乘用车", Role::Own),
        ("公司销售的机械零件用途广泛。", "机械零件", Role::Own),
        ("机械零件、阀门", "机械零件", Role::Own),
        ("航空客运销售代理业务", "航空客运", Role::Own),
        ("畜禽养殖、购销、屠宰", "畜禽", Role::Own),
        ("鞋制造、销售", "鞋制", Role::Own),
        (
            "钻采配件加工；五金、工矿配件批零。",
            "工矿配件",
            Role::Trade,
        ),
        ("机械零件、冷作*销售：钢材", "机械零件", Role::Own),
    ] {
        let told = told(Role::Own, text, part);
        assert_eq!(told, role, "{part} in {text}");
    }
}

#[test]
fn what_a_firm_is_said_to_be_is_its_own() {
    for (text, part, role) in [
        (
            "Acme Europe is an open small-cap equity fund.",
            "small-cap equity fund",
            Role::Own,
        ),
        ("Acme is a supplier of pumps.", "pumps", Role::Mentioned),
        ("Acme grows. It is a fund.", "fund", Role::Mentioned),
        ("Acme, a bank, is a fund.", "fund", Role::Mentioned),
    ] {
        assert_eq!(told(Role::Mentioned, text, part), role, "{text}");
    }
}

#[test]
fn a_service_beside_an_agency_is_not_traded() {
    let text = "政府采购代理、工程造价咨询";
    assert_eq!(told(Role::Trade, text, "工程造价咨询"), Role::Own);
    assert_eq!(told(Role::Trade, "代理电池", "电池"), Role::Trade);
}

#[test]
fn a_role_rests_on_words_of_the_same_sentence() {
    use Role::{Customer, Excluded, Intended, Past};
    assert_cue(
        Customer,
        "Coatings for battery makers.",
        "battery",
        Some("for"),
    );
    assert_cue(
        Customer,
        "Battery makers buy it.",
        "Battery",
        Some("makers"),
    );
    assert_cue(Customer, "A plant for batteries.", "batteries", None);
    assert_cue(Customer, "Works for all. Makes pumps.", "pumps", None);
    assert_cue(
        Customer,
        "产品应用于新能源汽车",
        "新能源汽车",
        Some("应用于"),
    );
    assert_cue(Customer, "自营和代理各类商品", "商品", None);
    assert_cue(Intended, "拟建动力电池项目", "动力电池", Some("拟"));
    assert_cue(Intended, "平台能够将数据转化为洞察", "数据", None);
    assert_cue(Past, "曾生产水泵", "水泵", Some("曾"));
    assert_cue(Past, "原料药生产", "原料药", None);
    assert_cue(Past, "Formerly a maker of pumps", "pumps", Some("Formerly"));
    assert_cue(
        Excluded,
        "We do not make batteries",
        "batteries",
        Some("not"),
    );
    assert_cue(
        Excluded,
        "We do not stop, and make batteries",
        "batteries",
        None,
    );
}

#[test]
fn without_such_words_a_mention_is_only_mentioned() {
    assert_eq!(
        told(Role::Customer, "自营和代理各类电池", "电池"),
        Role::Trade
    );
    assert_eq!(
        told(Role::Excluded, "与电池无关的水泵", "水泵"),
        Role::Mentioned
    );
    let scope = "化工产品（不含危险品）、电池销售";
    assert_eq!(told(Role::Excluded, scope, "电池"), Role::Trade);
    assert_eq!(told(Role::Own, scope, "危险品"), Role::Excluded);
    assert_eq!(told(Role::Own, "Makes pumps", "pumps"), Role::Own);
    let contrast = "Unlike lead batteries, we make fuel cells.";
    assert_eq!(told(Role::Own, contrast, "batteries"), Role::Mentioned);
    assert_eq!(told(Role::Own, contrast, "fuel cells"), Role::Own);
}

#[test]
fn what_is_left_out_is_told_from_what_is_done() {
    for (text, part, expected) in [
        ("化工原料（不含化学危险品）、五金", "化学危险品", true),
        ("化工原料（不含化学危险品）、五金", "五金", false),
        ("化工产品（危险品除外）", "危险品", true),
        ("销售通信设备（专控除外）、电线", "通信设备", false),
        ("销售建材，不含木材", "木材", true),
        ("化工产品（除危险化学品）", "除危险化学品", true),
        ("生产除尘设备", "除尘设备", false),
        ("（除尘设备）", "除尘设备", false),
    ] {
        assert_eq!(
            is_left_out(text, at(text, part)),
            expected,
            "{part} in {text}"
        );
    }
}

/// The first look at what stands before a mention leaves out none of the words that set something against it.
#[test]
fn words_that_contrast_are_seen_at_first_look() {
    for words in CONTRASTING.iter().chain(&CONTRASTING_CHINESE) {
        for text in [(*words).to_owned(), words.to_uppercase()] {
            let before = format!("(With steel boxes: {text}");
            assert!(may_contrast(before.as_bytes()), "{text}");
            assert!(is_contrasted(&before, before.len()), "{text}");
        }
    }
    assert!(!may_contrast(b"Pumps, valves and "));
}
