//! Made-up firms, and the ways in which three sources write one.

/// Numbers that look random and are the same every time.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 20) % end as u64) as usize
    }

    pub(crate) fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }
}

/// One firm as it is registered.
#[derive(Debug, Clone)]
pub(crate) struct Firm {
    /// Its unified social credit code.
    pub(crate) code: String,
    /// Its name without the legal form, in parts.
    parts: Parts,
    /// What it makes.
    pub(crate) text: String,
}

#[derive(Debug, Clone)]
enum Parts {
    Chinese {
        city: &'static str,
        brand: String,
        trade: &'static str,
        rest: &'static str,
    },
    Latin {
        brand: String,
        trade: &'static str,
        form: usize,
    },
}

const CITIES: [&str; 16] = [
    "重庆", "上海", "北京", "成都", "武汉", "深圳", "苏州", "宁波", "长沙", "西安", "合肥", "广州",
    "无锡", "天津", "青岛", "东莞",
];
const BRANDS: [&str; 40] = [
    "华", "瑞", "远", "鑫", "东", "龙", "飞", "达", "宏", "图", "嘉", "润", "恒", "通", "金", "泰",
    "云", "海", "晨", "星", "众", "合", "力", "源", "博", "创", "新", "国", "汇", "丰", "盛", "凯",
    "天", "宇", "正", "大", "信", "联", "科", "光",
];
const TRADES: [&str; 12] = [
    "电池",
    "汽车零部件",
    "新材料",
    "机械设备",
    "电子",
    "医疗器械",
    "食品",
    "环保科技",
    "软件",
    "气凝胶",
    "贸易",
    "农业开发",
];
/// What tells firms of one group apart; the plain one is the most frequent.
const RESTS: [&str; 8] = ["", "", "", "", "", "（集团）", "一厂", "二厂"];
const SYLLABLES: [&str; 24] = [
    "ka", "lor", "ven", "tis", "mar", "do", "rin", "sul", "pex", "ni", "qua", "bel", "zor", "fin",
    "gra", "hel", "jo", "wim", "cor", "ast", "ul", "ery", "tom", "vis",
];
const LATIN_TRADES: [&str; 10] = [
    "Batteries",
    "Automotive",
    "Materials",
    "Machinery",
    "Electronics",
    "Medical",
    "Foods",
    "Software",
    "Aerogel",
    "Trading",
];
/// Ways to write one legal form.
const LATIN_FORMS: [&[&str]; 6] = [
    &[" Co., Ltd.", " Co.,Ltd", " Company Limited", " CO. LTD", ""],
    &[" Inc.", ", Inc", " Incorporated", " INC", ""],
    &[" GmbH", " G.m.b.H.", " gmbh", ""],
    &[" S.p.A.", " SpA", " S.P.A.", ""],
    &[" & Co. KG", " & Co KG", ""],
    &[" Limited", " Ltd.", " LTD", " Ltd", ""],
];
const CHINESE_FORMS: [&str; 5] = ["有限公司", "有限责任公司", "股份有限公司", "有限公司 ", ""];
/// Characters with their traditional forms.
const TRADITIONAL: [(char, char); 20] = [
    ('华', '華'),
    ('远', '遠'),
    ('东', '東'),
    ('龙', '龍'),
    ('飞', '飛'),
    ('达', '達'),
    ('图', '圖'),
    ('润', '潤'),
    ('云', '雲'),
    ('众', '眾'),
    ('创', '創'),
    ('国', '國'),
    ('汇', '匯'),
    ('丰', '豐'),
    ('联', '聯'),
    ('电', '電'),
    ('车', '車'),
    ('责', '責'),
    ('庆', '慶'),
    ('医', '醫'),
];
/// What a firm may say of itself; something in the plan fits each.
const TEXTS: [&str; 8] = [
    "Makes power batteries and battery packs for buses.",
    "Manufactures drive motors and motor controllers for electric vehicles.",
    "生产豆瓣酱、火锅底料和复合调味料。",
    "研发、生产气凝胶毡和气凝胶板材。",
    "Makes aerogel blankets for insulation.",
    "生产石墨烯粉体和石墨烯薄膜。",
    "生产锂离子动力电池电芯。",
    "Develops industrial software and CAD tools.",
];

impl Firm {
    /// That many firms, no two of which have one name.
    pub(crate) fn made_up(count: usize, seed: u64) -> Vec<Self> {
        let mut random = Random::new(seed);
        let mut seen = std::collections::HashSet::new();
        let mut firms = Vec::with_capacity(count);
        while firms.len() < count {
            let parts = match random.below(3) {
                0 => {
                    let brand: String = (0..3).map(|_| random.one(&SYLLABLES)).collect();
                    Parts::Latin {
                        brand: format!("{}{}", brand[..1].to_uppercase(), &brand[1..]),
                        trade: random.one(&LATIN_TRADES),
                        form: random.below(LATIN_FORMS.len()),
                    }
                }
                _ => Parts::Chinese {
                    city: random.one(&CITIES),
                    brand: (0..2).map(|_| random.one(&BRANDS)).collect(),
                    trade: random.one(&TRADES),
                    rest: random.one(&RESTS),
                },
            };
            let plain = match &parts {
                Parts::Chinese {
                    city,
                    brand,
                    trade,
                    rest,
                } => format!("{city}{brand}{trade}{rest}"),
                // Firms that differ in nothing but the legal form are told apart by their codes alone.
                Parts::Latin { brand, trade, .. } => format!("{brand} {trade}"),
            };
            if seen.insert(plain) {
                firms.push(Self {
                    code: code(firms.len() as u64 + seed * 1_000_000),
                    parts,
                    text: random.one(&TEXTS).to_owned(),
                });
            }
        }
        firms
    }

    /// Its name as somebody may write it.
    pub(crate) fn name(&self, random: &mut Random) -> String {
        match &self.parts {
            Parts::Chinese {
                city,
                brand,
                trade,
                rest,
            } => {
                let city = match random.below(4) {
                    0 => format!("{city}市"),
                    1 => format!("（{city}）"),
                    2 => format!("({city})"),
                    _ => (*city).to_owned(),
                };
                let rest = match random.below(2) {
                    0 => rest.replace('（', "(").replace('）', ")"),
                    _ => (*rest).to_owned(),
                };
                let form = random.one(&CHINESE_FORMS);
                let mut name = format!("{city}{brand}{trade}{rest}{form}");
                if random.below(3) == 0 {
                    let traditional = |c| TRADITIONAL.iter().find(|(plain, _)| *plain == c);
                    name = name
                        .chars()
                        .map(|c| traditional(c).map_or(c, |(_, c)| *c))
                        .collect();
                }
                if random.below(8) == 0 {
                    name.push_str("（存续）");
                }
                if random.below(8) == 0 {
                    name.insert(name.chars().next().map_or(0, char::len_utf8), ' ');
                }
                name
            }
            Parts::Latin { brand, trade, form } => {
                let form = random.one(LATIN_FORMS[*form]);
                let name = format!("{brand} {trade}{form}");
                match random.below(6) {
                    0 => name.to_uppercase(),
                    1 => name.to_lowercase(),
                    2 => wide(&name),
                    3 => format!(" {}  ", name.replace(' ', "  ")),
                    4 => format!("{brand}-{trade}{form}"),
                    _ => name,
                }
            }
        }
    }
}

/// The letters of a text at full width.
fn wide(text: &str) -> String {
    let widen = |c: char| match c {
        '!'..='~' => char::from_u32(c as u32 + 0xFEE0).unwrap_or(c),
        ' ' => '\u{3000}',
        c => c,
    };
    text.chars().map(widen).collect()
}

/// A unified social credit code with both check digits, for the firm of this number: GB 32100-2015 and GB 11714-1997.
fn code(number: u64) -> String {
    const DIGITS: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let body = format!("{:08}", number % 100_000_000);
    let weights = [3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body
        .bytes()
        .zip(weights)
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    let check = match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        digit => char::from(b'0' + digit as u8),
    };
    let mut code = format!("91500000{body}{check}");
    let mut weight = 1;
    let mut sum = 0;
    for byte in code.bytes() {
        let value = DIGITS.iter().position(|digit| *digit == byte).unwrap();
        sum += value * weight % 31;
        weight = weight * 3 % 31;
    }
    code.push(char::from(DIGITS[(31 - sum % 31) % 31]));
    code
}
