"""Everything that can speak against a file that somebody presents as a certificate."""

from zhicheng.certificate.token import TokenFault
from zhicheng.kernel.choice import Choice


class Fault(Choice):
    """What speaks against a file. Any one is enough."""

    NOT_A_PDF = "not_a_pdf", "不是可以打开的 PDF 证书文件"
    UNSIGNED = "unsigned", "没有电子签名"
    SEVERAL_SIGNATURES = "several_signatures", "含有多个电子签名"
    ALTERED = "altered", "签名之后内容被改动"
    APPENDED = "appended", "签名之后追加过内容"
    NOT_CERTIFIED = "not_certified", "签名没有锁定文件"
    UNTRUSTED = "untrusted", "签名者不是本机关"
    NO_RECORD = "no_record", "文件内没有证书记载事项"
    PAGES_DIFFER = "pages_differ", "不是只有一页"
    LAID_OVER = "laid_over", "页面上另加了批注、表单或图层"
    ACTIVE = "active", "含有脚本、自动动作或夹带的文件"
    RECORD_DIFFERS = "record_differs", "页面文字与文件内记载事项不一致"
    PROPERTIES_DIFFER = "properties_differ", "文件属性与文件内记载事项不一致"
    NUMBER_MISTYPED = "number_mistyped", "证书编号校验不符"
    PHOTO_DIFFERS = "photo_differs", "照片与文件内记载事项不一致"
    LISTING_FORGED = "listing_forged", "名单证明不成立"
    LISTING_DIFFERS = "listing_differs", "名单上的记载与证书记载事项不一致"
    CODE_MISSING = "code_missing", "页面上没有可识读的二维码"
    CODE_DIFFERS = "code_differs", "二维码与文件内记载的二维码不同"
    CODE_OF_OTHER_NUMBER = "code_of_other_number", "二维码属于另一个证书编号"
    CODE_OF_OTHER_PERSON = "code_of_other_person", "二维码上是另一个人的姓名"
    CODE_OF_OTHER_TITLE = "code_of_other_title", "二维码上的资格名称不同"
    CODE_OF_OTHER_LEVEL = "code_of_other_level", "二维码上的级别不同"
    CODE_OF_OTHER_DAY = "code_of_other_day", "二维码上的取得时间不同"
    CODE_OF_OTHER_PHOTO = "code_of_other_photo", "二维码对应的是另一张照片"
    CODE_MISTYPED = "code_mistyped", "二维码内容不完整或被改动"
    CODE_FORGED = "code_forged", "二维码签名不符"
    CODE_UNKNOWN_KEY = "code_unknown_key", "二维码不是本机关签发"


CODE_FAULTS = {
    TokenFault.MISTYPED: Fault.CODE_MISTYPED,
    TokenFault.UNKNOWN_KEY: Fault.CODE_UNKNOWN_KEY,
    TokenFault.BAD_SIGNATURE: Fault.CODE_FORGED,
}
