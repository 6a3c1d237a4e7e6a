# Mean sMAPE and MASE of mstl(24, 168) + auto.arima on the M4 hourly files in the folder given; printed on one line.
suppressMessages(library(forecast))
folder <- commandArgs(trailingOnly = TRUE)[1]
read <- function(file) {
  lines <- strsplit(readLines(file.path(folder, file)), ",")
  stats::setNames(lapply(lines, function(l) as.numeric(l[-1])), gsub('"', "", vapply(lines, `[`, "", 1)))
}
histories <- read("hourly-train.csv")
futures <- read("hourly-test.csv")
scores <- vapply(names(futures), function(id) {
  y <- histories[[id]]
  actual <- futures[[id]]
  fit <- stlf(msts(y, c(24, 168)), h = length(actual), method = "arima")
  mean <- as.numeric(fit$mean)
  smape <- mean(200 * abs(actual - mean) / (abs(actual) + abs(mean)))
  mase <- mean(abs(actual - mean)) / mean(abs(diff(y, 24)))
  c(smape, mase)
}, numeric(2))
cat(sprintf("%.6f %.6f\n", base::mean(scores[1, ]), base::mean(scores[2, ])))
