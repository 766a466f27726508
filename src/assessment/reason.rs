//! Why the verdict is what it is, in one sentence of each language.

use crate::fit::{Assessment, Score, Tier, Verdict};
use crate::profile::Profile;
use crate::taxonomy::Label;

/// The reason of the verdict on `profile`.
#[must_use]
pub fn reason(profile: &Profile, assessment: &Assessment<'_>) -> Label {
    let (label, best) = match assessment.best {
        Some((subdivision, score)) => (Some(&subdivision.label), score),
        None => (None, Score::default()),
    };
    let (en, zh) = label.map_or(("", ""), |label| (label.en.as_str(), label.zh.as_str()));
    match assessment.verdict {
        Verdict::Fits => {
            let (tier, tier_zh) = match Tier::of(best) {
                Some(Tier::Core) => ("a core", "核心"),
                _ => ("a substantial", "重要"),
            };
            both(
                format!("{en} is {tier} fit with a score of {best}"),
                format!("{zh}为{tier_zh}匹配，得分{best}"),
            )
        }
        Verdict::Peripheral => both(
            format!("nothing fits squarely; {en} is adjacent with a score of {best}"),
            format!("没有完全符合的细分领域；{zh}边缘相关，得分{best}"),
        ),
        Verdict::OutOfScope => {
            let label = assessment.out_of_scope.as_ref().map(|out| out.label);
            let (kind, kind_zh) =
                label.map_or(("", ""), |label| (label.en.as_str(), label.zh.as_str()));
            both(
                format!(
                    "the business is {}, which the plan does not promote",
                    kind.to_lowercase()
                ),
                format!("业务属于{kind_zh}，不在规划的招商范围内"),
            )
        }
        Verdict::NothingFits => {
            let lowest = Tier::Peripheral.threshold();
            both(
                format!("no subdivision reaches {lowest}; the nearest is {en} with {best}"),
                format!("没有细分领域达到{lowest}分；最接近的是{zh}，得分{best}"),
            )
        }
        Verdict::NoText if profile.is_empty() => both(
            "the profile has no text to read".to_owned(),
            "资料中没有可读的文本".to_owned(),
        ),
        Verdict::NoText => both(
            "there is a name and no text about what the firm does, and a name proves nothing"
                .to_owned(),
            "资料中只有名称，没有业务描述，仅凭名称无法判断".to_owned(),
        ),
        Verdict::NotRecognised if assessment.is_foreign => both(
            "the text seems to be in a language other than English and Chinese, which are the ones that are read".to_owned(),
            "文本似乎不是中文或英文，目前只能识别这两种语言".to_owned(),
        ),
        Verdict::NotRecognised => both(
            "nothing in the text says what the firm makes or provides; add its products or services".to_owned(),
            "文本中没有说明企业的产品或服务，请补充主营产品或服务".to_owned(),
        ),
    }
}

fn both(en: String, zh: String) -> Label {
    Label { en, zh }
}
