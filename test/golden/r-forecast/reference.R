# Writes what R makes of series.csv: forecasts.csv (id,method,squared error,v1..vh), decompositions.csv (id,kind,part,v1..vn) and
# versions.txt. Run in this folder: Rscript reference.R
suppressMessages(library(forecast))
horizon <- 24

# The seasonality test of the M4 competition, over all lags up to the period.
is_seasonal <- function(y, period) {
  if (period == 1 || length(y) < 3 * period) return(FALSE)
  r <- acf(y, lag.max = period, plot = FALSE)$acf[-1, 1, 1]
  limit <- 1.645 * sqrt((1 + 2 * sum(r[-period]^2)) / length(y))
  abs(r[period]) > limit
}

# The series without its season, and the indices to multiply the leads by.
deseasonalise <- function(y, period) {
  if (!is_seasonal(y, period)) return(list(adjusted = y, index = rep(1, horizon)))
  seasonal <- decompose(ts(y, frequency = period), type = "multiplicative")$seasonal
  list(adjusted = y / as.numeric(seasonal), index = rep(as.numeric(tail(seasonal, period)), length.out = horizon))
}

numbers <- function(v) paste(formatC(as.numeric(v), digits = 17, format = "g", width = 1), collapse = ",")
forecasts <- character()
decompositions <- character()
decomposed <- 0
for (cells in strsplit(readLines("series.csv"), ",")) {
  id <- cells[1]
  period <- as.integer(cells[2])
  y <- as.numeric(cells[-(1:2)])
  series <- ts(y, frequency = period)
  level <- ses(y, h = horizon)
  parts <- deseasonalise(y, period)
  means <- list(
    naive2 = naive(parts$adjusted, h = horizon)$mean * parts$index,
    ses = level$mean,
    theta = thetaf(series, h = horizon)$mean
  )
  # How good R's search for the smoothing factor was, in ses and inside thetaf: it stops early on some series.
  error <- function(fit) sum(residuals(fit)^2)
  errors <- c(naive2 = NA, ses = error(level), theta = error(ses(parts$adjusted)))
  for (method in names(means))
    forecasts <- c(forecasts, paste(id, method, numbers(errors[method]), numbers(means[[method]]), sep = ","))
  if (period == 1) next
  decomposed <- decomposed + 1
  kind <- c("eleven", "periodic", "robust")[decomposed %% 3 + 1]
  # The partial sort inside stl takes a wrong middle pair of an even number of residuals now and then.
  if (kind == "robust" && length(y) %% 2 == 0) series <- ts(head(y, -1), frequency = period)
  fit <- stl(series, s.window = if (kind == "periodic") "periodic" else 11, robust = kind == "robust")$time.series
  for (part in c("seasonal", "trend"))
    decompositions <- c(decompositions, paste(id, kind, part, numbers(fit[, part]), sep = ","))
  if (id %in% c("two-seasons-1", "two-seasons-10")) {
    fit <- mstl(msts(y, c(24, 168)), iterate = 2)
    for (part in c("Trend", "Seasonal24", "Seasonal168"))
      decompositions <- c(decompositions, paste(id, "mstl", part, numbers(fit[, part]), sep = ","))
  }
}
writeLines(forecasts, "forecasts.csv")
writeLines(decompositions, "decompositions.csv")
writeLines(c(R.version.string, paste("forecast", packageVersion("forecast"))), "versions.txt")
