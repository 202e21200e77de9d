// The page itself: three ways to bring a code, one answer. Nothing leaves the device; there is no network to leave by.

const office = JSON.parse(document.getElementById("office").textContent);
const keys = new Map(office.keys.keys.map(key => [key.kid, fromBase64url(key.x)]));
const lists = new Map();
const at = id => document.getElementById(id);
const texts = [...textsIn(document.body)];
let english = !navigator.language.startsWith("zh");
let answered = null;
const day = moment => moment.toLocaleDateString("sv-SE", {timeZone: "Asia/Shanghai"});

const FACES = {
  valid: ["green", "i-shield", "证书有效", "签名核对无误，名单中没有撤销或换发的记载。请再将下列各项和照片与证书、本人逐一对照。"],
  revoked: ["red", "i-cross", "证书已撤销", "签名核对无误，但名单记载该证书已撤销，不能再作为凭据。"],
  replaced: ["amber", "i-again", "证书已换发", "签名核对无误，但名单记载该证书已由新证书代替。请让持证人出示新证书。"],
  unlisted: ["amber", "i-doubt", "签名有效，是否撤销未能查明", "本页面所带名单不含该证书所在的部分。请联网查验，或载入较新的名单。"],
  foreign: ["red", "i-cross", "不是本机关签发", "二维码不是用本机关的密钥签的名。如果证书是新近制发的，请换用最新的查验页面，或联网查验。"],
  forged: ["red", "i-cross", "签名不符", "二维码的内容与签名对不上，被改动过或是仿造的，请勿采信。"],
  number: ["grey", "i-doubt", "只凭编号不能离线查验", "编号里没有签名。请扫描证书上的二维码，或联网输入编号查验。"],
  unreadable: ["grey", "i-doubt", "没有读出证书的二维码", "文字不完整、抄写有误，或者不是职称证书的二维码。请重新扫描或粘贴。"],
  blank: ["grey", "i-doubt", "图片中没有找到二维码", "请让二维码完整、清晰、居中，避免反光，再试一次。"],
  document: ["grey", "i-doubt", "请用图片查验", "收到的不是图片。电子证书请打开后截图，或用摄像头对准屏幕上的二维码。"],
  unable: ["grey", "i-doubt", "此浏览器不能核对签名", "浏览器版本过旧。请换用新版浏览器打开本页面，或联网查验。"],
};

/** Every piece of Chinese that stands in the page itself, with its words. */
function* textsIn(root) {
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode, words = node.data.trim();
    if (words in office.english && !node.parentElement.closest("script, style")) yield [node, words];
  }
}

/** Words in the language of the reader, ``{name}`` for a value. */
function say(words, values = {}) {
  return ((english && office.english[words]) || words).replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** Everything that is shown, in the language of the reader. */
function speak() {
  document.documentElement.lang = english ? "en" : "zh-Hans";
  at("language").lang = english ? "zh-Hans" : "en";
  at("language").textContent = english ? "中文" : "English";
  for (const [node, words] of texts) node.data = node.data.replace(node.data.trim(), say(words));
  document.title = say("职称证书离线查验");
  nameCamera();
  showLists();
  if (answered) show(answered);
}

/** What can be said of a text: a face, and the claims where the signature holds. */
async function judge(text) {
  if (/^\d{15,17}[\dX]$/.test(lettersOf(text))) return ["number"];
  try {
    const {key, signed, signature, payload} = takenApart(text);
    if (!keys.has(key)) return ["foreign"];
    if (!(await holds(keys.get(key), signature, signed))) return ["forged"];
    const claims = claimsOf(payload);
    return [statusAt(lists, claims.place) ?? "unlisted", claims];
  } catch (fault) {
    return [fault instanceof Unable ? "unable" : "unreadable"];
  }
}

function show(judged) {
  const [face, claims] = answered = judged;
  const [tone, icon, words, more] = FACES[face];
  at("answer").className = `answer ${tone}`;
  at("answer").dataset.face = face;
  at("answer-icon").setAttribute("href", `#${icon}`);
  at("answer-words").textContent = say(words);
  at("answer-more").textContent = say(more);
  const rows = claims ? [
    ["证书编号", claims.number.replace(/(.{4})(?=.)/g, "$1 ")], ["姓名", claims.name], ["资格名称", english ? `${claims.title} (${say(claims.level)})` : `${claims.title}（${claims.level}）`],
    ["取得时间", claims.acquired],
  ] : [];
  at("answer-facts").replaceChildren(...rows.flatMap(([label, value]) => {
    const [term, fact] = [document.createElement("dt"), document.createElement("dd")];
    term.textContent = say(label);
    fact.textContent = value;
    return [term, fact];
  }));
  at("answer-cut").hidden = !claims?.cut;
  const list = claims && lists.get(Math.floor(claims.place / ENTRIES));
  at("answer-date").textContent = list ? say("以 {day} 的名单为准；此后撤销或换发的，本页面查不出。", {day: day(list.from)}) : "";
  at("answer").hidden = false;
  at("answer").focus();
}

function showLists() {
  const all = [...lists.values()], oldest = all.reduce((one, other) => (one && one.from < other.from ? one : other), null);
  const now = Date.now(), old = oldest && now > +oldest.until, early = oldest && now < +oldest.from;
  at("list-date").textContent = oldest ? day(oldest.from) : say("没有名单");
  at("list-old").hidden = !old && !early && !!oldest;
  at("list-old-words").textContent = !oldest
    ? say("本页面没有可用的名单，只能核对签名，不能查出已撤销的证书。")
    : early ? say("本机的日期早于名单的日期，请先校准本机时间。")
    : say("名单日期为 {day}，已超过 {days} 天，此后撤销的证书本页面查不出。请联网重新下载本页面，或载入较新的名单。", {day: day(oldest.from), days: office.days});
}

async function takeList(jws) {
  const list = await readList(jws, keys);
  const better = newer(list, lists.get(list.number));
  if (better) lists.set(list.number, list);
  return better;
}

/** The text of a QR code in a picture that can be drawn; null when there is none. Small pictures are tried larger, too. */
function textIn(source, width, height, sides) {
  for (const side of sides) {
    const scale = Math.min(side / Math.max(width, height), 2), canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    const pen = canvas.getContext("2d", {willReadFrequently: true});
    pen.fillStyle = "white";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(source, 0, 0, canvas.width, canvas.height);
    try {
      return decodeQR(pen.getImageData(0, 0, canvas.width, canvas.height));
    } catch { /* no code at this size */ }
  }
  return null;
}

async function judgePicture(file) {
  if (!file) return;
  let picture;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return show(["document"]);
  }
  const text = textIn(picture, picture.width, picture.height, [2000, 3600, 1200]);
  show(text === null ? ["blank"] : await judge(text));
}

let stream = null;

function nameCamera() {
  at("camera-words").textContent = say(stream ? "关闭摄像头" : "打开摄像头");
}

function closeCamera() {
  stream?.getTracks().forEach(track => track.stop());
  stream = null;
  at("view").hidden = true;
  nameCamera();
}

async function openCamera() {
  if (stream) return closeCamera();
  at("camera-fault").hidden = true;
  try {
    stream = await navigator.mediaDevices.getUserMedia({video: {facingMode: "environment", width: {ideal: 1920}}});
  } catch {
    at("camera-fault").hidden = false;
    return;
  }
  const video = at("video");
  video.srcObject = stream;
  at("view").hidden = false;
  nameCamera();
  await video.play();
  look(video, stream);
}

async function look(video, mine) {
  if (stream !== mine) return;
  const text = video.videoWidth ? textIn(video, video.videoWidth, video.videoHeight, [1280]) : null;
  if (text === null) return void setTimeout(look, 150, video, mine);
  closeCamera();
  show(await judge(text));
}

at("language").addEventListener("click", () => { english = !english; speak(); });
at("camera").addEventListener("click", openCamera);
at("picture").addEventListener("change", event => judgePicture(event.target.files[0]).then(() => { event.target.value = ""; }));
at("paste").addEventListener("submit", async event => {
  event.preventDefault();
  show(await judge(at("text").value));
});
at("list-file").addEventListener("change", async event => {
  const said = at("list-said");
  try {
    const better = await takeList(await event.target.files[0].text());
    said.textContent = say(better ? "已载入较新的名单。" : "这份名单不比现有的新，没有更换。");
  } catch {
    said.textContent = say("这个文件不是本机关签名的名单，没有载入。请从核验网址下载名单文件。");
  }
  event.target.value = "";
  showLists();
});
addEventListener("paste", event => {
  const picture = [...event.clipboardData.files].find(file => file.type.startsWith("image/"));
  if (picture) { event.preventDefault(); judgePicture(picture); }
});
addEventListener("dragover", event => event.preventDefault());
addEventListener("drop", event => { event.preventDefault(); judgePicture(event.dataTransfer.files[0]); });

await Promise.all(office.lists.map(jws => takeList(jws).catch(() => false)));
speak();
document.documentElement.dataset.ready = "yes";
